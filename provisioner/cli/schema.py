"""`provisioner migrate`: the database schema to its newest version."""

import click

from provisioner.cli.opening import connect
from provisioner.database.schema import migrate
from provisioner.settings import load


@click.command("migrate")
def migrate_database() -> None:
    """Bring the database schema to the newest version; safe to repeat."""
    database = connect(load())
    click.echo(f"Schema at {migrate(database)}.")
