"""`provisioner migrate`: the database schema to its newest version."""

import click

from provisioner.cli import here
from provisioner.cli.opening import ahead, connect
from provisioner.database.schema import MigrationRefused, migrate
from provisioner.database.standing import Standing, stands


@click.command("migrate")
def migrate_database() -> None:
    """Bring the database schema to the newest version; safe to repeat."""
    database = connect(here.settings())
    try:
        click.echo(f"Schema at {migrate(database)}.")
        if stands(database) is Standing.AHEAD:
            click.echo(ahead(database))
    except MigrationRefused as refused:
        raise click.ClickException(f"not migrated: {refused}.") from refused
