"""`provisioner realm`: what the realms of `realm-config/` would change on the server, and changing it."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click
import sqlalchemy as sa

from provisioner.accounts.tables import Account
from provisioner.agreement.rules import FindingKind
from provisioner.agreement.tables import Finding
from provisioner.cli import here
from provisioner.cli.opening import connect
from provisioner.cli.operator import as_operator
from provisioner.cli.rotating import Rotation
from provisioner.realm.admin import RealmAt
from provisioner.realm.apply import apply, plan
from provisioner.realm.demands import demands
from provisioner.realm.difference import Change
from provisioner.realm.putting_back import NotOurs, Ours, put_back
from provisioner.settings import PREFIX

PENDING = 2
COLOURS = {"+": "green", "-": "red", "~": "yellow"}
"""Seen on a terminal only; click leaves them out of pipes and files."""
WIDE = 120
KEYED = ("desk", "provisioner", "observer", "staff_observer")
"""The clients of ours that may sign instead of showing a secret."""
CONFIG = click.option(
    "--config",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the realm files instead of the one that ships with the product.",
)
AS_JSON = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print a list of objects: path, old, new; or demand, for what the realm asks beyond us.",
)


@click.group()
def realm() -> None:
    """The Keycloak realms as code.

    An administrator's credentials come from PROVISIONER_REALM_ADMIN_USERNAME and PROVISIONER_REALM_ADMIN_PASSWORD
    (or …_PASSWORD_FILE); with PROVISIONER_REALM_ADMIN_CLIENT_SECRET beside them `apply` makes a client of these
    commands' own, after which that secret alone is enough. The clients' secrets come from the names the services use.
    Customers are never touched.
    """


@realm.command("plan")
@CONFIG
@AS_JSON
def show_plan(config: Path | None, as_json: bool) -> None:
    """Show what apply would change; exit code 0 nothing, 2 something, 1 it could not be found out."""
    changes = as_operator(lambda admin, settings: plan(admin, settings, config))
    asked = as_operator(lambda admin, settings: demands(admin, settings, config))
    _print(changes, as_json, "to change", asked)
    for demand in asked:
        # Beside the list of changes, because apply does not make them.
        click.secho(f"! {demand}", fg="yellow", err=True)
    sys.exit(PENDING if changes else 0)


@realm.command("apply")
@CONFIG
@AS_JSON
@click.option("--mail-password", is_flag=True, help="Write the mail password again; the server does not show it.")
def make_apply(config: Path | None, as_json: bool, mail_password: bool) -> None:
    """Make the server equal to realm-config/; a second run changes nothing."""
    changes = as_operator(lambda admin, settings: apply(admin, settings, config, mail_password))
    _print(changes, as_json, "changed")


@realm.command("rotate-key")
@click.argument("client", type=click.Choice(KEYED))
@CONFIG
def make_rotate_key(client: str, config: Path | None) -> None:
    """Give a client of ours a new private key: Keycloak learns it first, then its file is written.

    CLIENT's setting must name a file (PROVISIONER_…_CLIENT_SECRET_FILE) that you own, or run this as root. What runs
    goes on with the former key, which stays good until the next rotation: start it anew when it suits. Where the file
    held a secret, start it at once.
    """
    setting = f"{client}_client_secret"
    variable = f"{PREFIX}{setting.upper()}_FILE"
    file = here.environment().get(variable)
    if not file:
        raise click.ClickException(f"{variable} is not set: a key lives in a file of its own.")
    held_secret = as_operator(lambda admin, settings: Rotation(admin, settings, setting, Path(file), config).make())
    when = "at once: the secret counts no more" if held_secret else "when it suits: the former key still counts"
    click.echo(f"{file}: a new key. Start what reads it anew {when}.")


@realm.command("put-back")
@click.argument("numbers", nargs=-1)
@click.option(
    "--all", "shown", is_flag=True, help="Everybody the desk's page lists as moved out of the group; marks nobody."
)
def make_put_back(numbers: Sequence[str], shown: bool) -> None:
    """Put the users of cases back into the customers' group and mark them as ours again.

    NUMBERS are the numbers of the cases, as on the desk's page "Keycloak". No password is touched; a user with another
    login is left alone. A user without our mark is marked only where its case is named: ask first whether it is still
    the customer's. Each case has a line of its own; exit code 1 when one was left alone.
    """
    if shown == bool(numbers):
        raise click.UsageError("Name the cases, or say --all.")
    cases = _moved_out() if shown else _named(numbers)
    if not cases:
        click.echo("Nothing to put back.")
        return
    done = as_operator(lambda admin, settings: _put_back(admin.realm(settings.customers_realm), cases, marks=not shown))
    sys.exit(0 if done else 1)


def _put_back(realm: RealmAt, cases: Mapping[str, Ours], *, marks: bool) -> bool:
    """One after another, each told at once; whether none was left alone."""
    left = 0
    for number, ours in cases.items():
        try:
            done = put_back(realm, ours, marks=marks)
        except NotOurs as error:
            click.echo(f"{number}: {error}", err=True)
            left += 1
        else:
            click.echo(f"{number}: {', '.join(done) or 'nothing was missing'}.")
    return not left


def _named(numbers: Sequence[str]) -> Mapping[str, Ours]:
    found = _accounts(Account.case_number.in_(numbers))
    if unknown := [number for number in numbers if number not in found]:
        raise click.ClickException(f"There is no account of {', '.join(unknown)} that has a user in Keycloak.")
    return {number: found[number] for number in numbers}


def _moved_out() -> Mapping[str, Ours]:
    kind = FindingKind.OUTSIDE_GROUP
    stands = (Finding.account_id == Account.id, Finding.kind == kind, Finding.closed_at.is_(None))
    return _accounts(sa.exists().where(*stands))


def _accounts(which: sa.ColumnElement[bool]) -> dict[str, Ours]:
    wanted = sa.select(Account).where(which, Account.keycloak_id.is_not(None)).order_by(Account.case_number)
    with connect(here.settings()).reading() as session:
        found = session.scalars(wanted).all()
        return {one.case_number: Ours(str(one.keycloak_id), one.login, str(one.case_id)) for one in found}


def _print(changes: list[Change], as_json: bool, word: str, asked: Sequence[str] = ()) -> None:
    if as_json:
        found = [*map(asdict, changes), *({"demand": line} for line in asked)]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for change in changes:
        line = str(change)
        click.secho(_folded(line), fg=COLOURS[line[0]])
    click.echo(f"{len(changes)} {word}." if changes else "No difference.")


def _folded(line: str) -> str:
    """A change too long for one line, with the old and the new value below each other."""
    path, _, values = line.partition(": ")
    old, arrow, new = values.partition(" → ")
    if len(line) <= WIDE or not arrow:
        return line
    return f"{path}:\n    {old}\n  → {new}"
