"""`provisioner migrate`: the database schema to its newest version."""

import click

from provisioner.cli import here
from provisioner.cli.opening import ahead, connect_as_owner
from provisioner.database.schema import MigrationRefused, NotTheOwner, migrate
from provisioner.database.standing import Standing, stands
from provisioner.settings import PREFIX

WHOSE = (
    f"Whoever owns the tables is named by {PREFIX}OWNER_DATABASE_URL, or by DATABASE_URL where that is not set; how "
    'they change hands: docs/upgrade.md, "Two roles at PostgreSQL"'
)


@click.command("migrate")
def migrate_database() -> None:
    """Bring the database schema to the newest version; safe to repeat."""
    settings = here.settings()
    database = connect_as_owner(settings)
    try:
        click.echo(f"Schema at {migrate(database, granted_to=settings.lesser_role)}.")
        if stands(database) is Standing.AHEAD:
            click.echo(ahead(database))
    except NotTheOwner as refused:
        raise click.ClickException(f"not migrated: {refused}. {WHOSE}.") from refused
    except MigrationRefused as refused:
        raise click.ClickException(f"not migrated: {refused}.") from refused
