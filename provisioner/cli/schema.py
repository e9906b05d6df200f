"""`provisioner migrate`: the database schema to its newest version."""

import click

from provisioner.cli.opening import connect
from provisioner.database.schema import MigrationRefused, migrate
from provisioner.settings import load


@click.command("migrate")
def migrate_database() -> None:
    """Bring the database schema to the newest version; safe to repeat."""
    database = connect(load())
    try:
        click.echo(f"Schema at {migrate(database)}.")
    except MigrationRefused as refused:
        raise click.ClickException(f"not migrated: {refused}.") from refused
