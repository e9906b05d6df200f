"""`provisioner audit`: whether the journal is what was written, and what others need to check it themselves."""

import json
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.accounts.tables import Account
from provisioner.cases.erased import objects_of
from provisioner.cases.tables import Case
from provisioner.cli import exchanging, here
from provisioner.cli.opening import open_database, open_journal, refuse_misfit
from provisioner.database.columns import Json
from provisioner.journal import Event, anchors, export
from provisioner.journal.proof import NotProvable, prove
from provisioner.journal.verify import Report, told, verify
from provisioner.settings import Settings, SettingsError

BROKEN = 3
"""The exit code for a journal that is not what was written."""


@click.group("audit")
def audit() -> None:
    """The journal as proof: check it, anchor it outside, prove one case."""


@audit.command("verify")
@click.option("--anchors", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The anchors to compare with; those of the settings by default.")  # fmt: skip
@click.option("--public-key", "public_keys", multiple=True,
              help="Whose signature anchors bear, once for each key there was; by default this journal's, which needs "
              "its keys.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one object with all that was found.")
def verify_journal(file: Path | None, public_keys: tuple[str, ...], as_json: bool) -> None:
    """Read the whole journal and name each line edited, deleted, inserted, reordered or cut off the end.

    Ends with 0 when it is whole, with 3 when it is not. Without PROVISIONER_JOURNAL_KEY the seals are not checked.
    """
    settings = here.settings()
    keeper = journal.keeper_for(settings)
    with open_database(settings).reading() as session:
        report = verify(session, keeper, _anchors(settings, file, public_keys or _public_keys(keeper)))
        misfit = journal.misfit(session, keeper) if keeper else ""
    if misfit:
        click.echo(misfit, err=True)
    click.echo(json.dumps(told(report), indent=2) if as_json else _words(report))
    if report.found:
        sys.exit(BROKEN)


@audit.command("anchor")
def write_anchor() -> None:
    """Write where the journal stands now, signed, to the file of anchors; the worker does it each night."""
    settings = here.settings()
    with open_journal(settings).transaction() as session:
        journal.anchor(session, datetime.now(UTC))
    click.echo(f"Anchored in {settings.anchors / anchors.FILE}.")


@audit.command("proof")
@click.argument("number")
@click.option("--values", "disclose", is_flag=True,
              help="Add what fields said before and after corrections: personal data.")  # fmt: skip
def prove_case(number: str, disclose: bool) -> None:
    """Print a proof of the case NUMBER (2026/000123) that anybody checks without this software: docs/proof.md."""
    settings = here.settings()
    settings.require("journal_key")
    with open_database(settings).reading() as session:
        refuse_misfit(session)
        keeper = journal.keeper_of(session)
        assert keeper is not None  # noqa: S101 - it was asked for
        found = _objects(session, number)
        try:
            file = prove(
                session, keeper, number, found, at=datetime.now(UTC), disclose=disclose,
                known=_anchors(settings, None, _public_keys(keeper)),
            )  # fmt: skip
        except NotProvable as reason:
            raise click.ClickException(f"{reason}.") from reason
    click.echo(file, nl=False)


@audit.command("export")
def export_journal() -> None:
    """Print every line of the journal with its hash as CSV, in which no cell is taken for a formula."""
    database = open_journal(here.settings())
    with database.reading() as session:
        rows = export.export(session, sys.stdout.buffer)
    with database.transaction() as session:
        journal.record(
            session, Event.JOURNAL_EXPORTED, at=datetime.now(UTC), actor=journal.OPERATOR, object_type="journal",
            object_id="csv", rows=rows,
        )  # fmt: skip


@audit.command("public-key")
@click.option("--all", "every", is_flag=True, help="Those before it, too, the oldest first, each behind its name.")
def show_public_key(every: bool) -> None:
    """Show the key by which anyone checks this journal's anchors and proofs; publish it where nobody alters it.

    It is the one in use; a newer one that is set already is shown once `audit rotate-key` has taken it into use.
    """
    settings = here.settings()
    settings.require("journal_key")
    newest = journal.keeper_for(settings)
    assert newest is not None  # noqa: S101 - it was asked for
    used = _in_use(settings) or newest
    for one in newest.known[: newest.known.index(used) + 1] if every else [used]:
        click.echo(f"{one.key_id} {one.public_key}" if every else one.public_key)


def _in_use(settings: Settings) -> journal.Keeper | None:
    """Whoever seals now; None, and a word about it, where the database does not open. Raises SettingsError."""
    try:
        database = open_database(settings)
    except (SettingsError, SQLAlchemyError):
        click.echo("The database does not open: the newest key that is set, in use or not.", err=True)
        return None
    with database.reading() as session:
        refuse_misfit(session)
        return journal.keeper_of(session)


@audit.command("rotate-key")
def rotate_key() -> None:
    """Take the journal's new key into use: PROVISIONER_JOURNAL_KEY is the new one, …_FORMER ends with the one before.

    Web, pages for customers and worker must have been started anew with both: they go on under the former key until
    this command exchanges it, and under the new one from then on. One that knows the former key alone says so and
    changes nothing more. Killed at any moment it is typed again and goes on.
    """
    settings = here.settings()
    try:
        for said in exchanging.rotated(open_journal(settings)):
            click.echo(said)
    except OSError as error:
        raise click.ClickException(f"not anchored, {settings.anchors}: {error.strerror}; type it again.") from error


def _objects(session: Session, number: str) -> list[tuple[str, str]]:
    """What the case of this number is in the journal: the application, and the account it led to."""
    cases = session.scalars(sa.select(Case.id).where(Case.number == number)).all()
    if erased := objects_of(session, number):
        return [(kind, one) for kind in ("application", "account") for one in erased]
    if not cases:
        raise click.ClickException(f"there is no case {number}.")
    accounts = session.scalars(sa.select(Account.id).where(Account.case_id.in_(cases))).all()
    return [("application", str(one)) for one in cases] + [("account", str(one)) for one in accounts]


def _public_keys(keeper: journal.Keeper | None) -> list[str]:
    return [one.public_key for one in keeper.known] if keeper else []


def _anchors(settings: Settings, file: Path | None, public_keys: Collection[str]) -> list[Json]:
    there = file or settings.anchors / anchors.FILE
    if file is None and not there.is_file():
        click.echo(f"No anchors in {there}: an end that was cut off by somebody with care is not seen.", err=True)
        return []
    if not public_keys:
        raise click.UsageError("to check anchors, set PROVISIONER_JOURNAL_KEY or give --public-key")
    try:
        return anchors.read(there, public_keys)
    except anchors.BadAnchors as bad:
        click.echo(f"The anchors are not what was written: {bad}.", err=True)
        sys.exit(BROKEN)
    except OSError as error:
        raise click.ClickException(f"{there}: {error.strerror}") from error


def _words(report: Report) -> str:
    said = [str(fault) for fault in report.faults]
    if report.found > len(report.faults):
        said.append(f"… and {report.found - len(report.faults)} more")
    if not report.marks:
        said.append("The seals were not checked: PROVISIONER_JOURNAL_KEY is not set.")
    if not report.newest:
        said.append("The newest key has sealed nothing yet: `provisioner audit rotate-key` takes it into use.")
    counted = f"{report.lines} lines, {report.unmarked} of them from before the key, {report.anchors} anchors"
    if report.exchanged:
        counted += f", the key exchanged {report.exchanged} times"
    outcome = f"{report.found} faults" if report.found else "whole"
    return "\n".join([*said, f"The journal is {outcome}: {counted}, {report.erased} values erased."])
