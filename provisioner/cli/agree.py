"""`provisioner agree`: compare every account with Keycloak, now."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import click
import sqlalchemy as sa

from provisioner.accounts.tables import Account
from provisioner.agreement import nightly
from provisioner.agreement.comparison import Report, compare_all
from provisioner.cli import here
from provisioner.cli.opening import connect
from provisioner.database import Database
from provisioner.outside.keycloak.observer import KeycloakObserver
from provisioner.outside.ports import TransientError

DIFFERS = 3


@click.command("agree")
@click.option("--dry-run", is_flag=True, help="Compare here and print what differs; nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: print one object.")
def agree(dry_run: bool, as_json: bool) -> None:
    """Compare all accounts with the customers' group in Keycloak.

    Without --dry-run the worker is asked to do it now; its result stands on the desk's page "Keycloak". With it the
    exit code is 0 when all agree, 3 when something differs, 1 when Keycloak cannot be read.
    """
    settings = here.settings()
    database = connect(settings)
    if not dry_run:
        with database.transaction() as session:
            nightly.ask(session, now=datetime.now(UTC))
        click.echo("Asked for; the desk's page shows the result.")
        return
    settings.require("observer_client_secret")
    reader = KeycloakObserver(settings, settings.customers_realm, settings.observer_client_secret)
    try:
        report = compare_all(database, reader)
    except TransientError as error:
        raise click.ClickException(f"{error.problem}: run `provisioner check`") from None
    if as_json:
        told = _told(report, _numbers(database, [one.account_id for one in report.suspects]))
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo(told_of(database, report))
    sys.exit(DIFFERS if report.differing else 0)


def _told(report: Report, numbers: Mapping[UUID, str]) -> dict[str, Any]:
    """No name and no address: the numbers of cases, and ids of users that belong to none."""
    differing = [{"case": numbers[one.account_id], "differs": sorted(one.kinds)} for one in report.suspects]
    return {
        "accounts": report.accounts, "users": report.users, "users_of_another_system": report.strangers,
        "differing": differing, "users_without_case": sorted(report.unknown), "stopped": report.stopped,
    }  # fmt: skip


def _numbers(database: Database, ids: Sequence[UUID]) -> dict[UUID, str]:
    with database.reading() as session:
        rows = session.execute(sa.select(Account.id, Account.case_number).where(Account.id.in_(ids)))
        return {one.id: one.case_number for one in rows}


def told_of(database: Database, report: Report) -> str:
    """What a comparison saw, in words."""
    return _words(_told(report, _numbers(database, [one.account_id for one in report.suspects])))


def _words(told: dict[str, Any]) -> str:
    counts = {"accounts": told["accounts"], "users": told["users"], "others": told["users_of_another_system"]}
    lines = [", ".join(f"{name} {count}" for name, count in counts.items())]
    lines += [f"{one['case']}: {', '.join(one['differs'])}" for one in told["differing"]]
    lines += [f"user {user}: marked as ours, no such case" for user in told["users_without_case"]]
    return "\n".join([*lines, *(["Stopped: more differs than a run may note."] if told["stopped"] else [])])
