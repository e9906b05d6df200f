"""`provisioner privacy`: what is erased and when, and what must be erased again after a restore."""

import json
from datetime import UTC, datetime, timedelta

import click

from provisioner import journal
from provisioner.cli import here
from provisioner.cli.opening import open_database, open_journal
from provisioner.office.time import office_date
from provisioner.privacy import catch_up, due
from provisioner.privacy.copies import as_json, copied, note
from provisioner.privacy.remembered import BadList


@click.group("privacy")
def privacy() -> None:
    """Data protection: what is erased and when, and what came back with a backup."""


@privacy.command("due")
@click.option("--days", type=click.IntRange(0, 3650), default=30, show_default=True, help="How far to look ahead.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects: number, ground, since, on.")
def show_due(days: int, as_json: bool) -> None:
    """Show which cases the worker erases in the coming days, and why; nothing is erased by this."""
    with open_database(here.settings()).reading() as session:
        found = sorted(due(session, datetime.now(UTC) + timedelta(days=days)), key=lambda one: (one.on, one.number))
    if as_json:
        told = [
            {"number": one.number, "ground": one.ground, "since": one.since.isoformat(), "on": one.on.isoformat()}
            for one in found
        ]
        click.echo(json.dumps(told))
        return
    for one in found:
        click.echo(f"{office_date(one.on):%Y-%m-%d}: {one.number} ({one.ground} since {office_date(one.since)})")
    click.echo(f"To be erased within {days} days: {len(found)}.")


@privacy.command("access")
@click.argument("person")
@click.option("--name", required=True, help="First name and surname, or the company's name, as on the paper.")
def copy_data(person: str, name: str) -> None:
    """Print all that is kept about PERSON (customer number, login or e-mail) as JSON; the journal notes it.

    Only what bears the name: a customer number may have had another owner.
    """
    database, at = open_journal(here.settings()), datetime.now(UTC)
    with database.reading() as session:
        found = copied(session, person, name)
    if not found:
        raise click.ClickException("nobody of this name is known by this.")
    with database.transaction() as session:
        note(session, [one.case_id for one in found], at=at, actor=journal.OPERATOR)
    click.echo(json.dumps(as_json(found, at), ensure_ascii=False, indent=2))


@privacy.command("erase-again")
def erase_again() -> None:
    """Erase again what came back with a restored backup; the worker does it when it starts and each night."""
    try:
        erased = catch_up(open_journal(here.settings()))
    except (BadList, OSError) as error:
        raise click.ClickException(f"the list of erasures: {error}") from error
    click.echo(f"Erased again: {erased}.")
