"""`provisioner restore` and `resume`: a database out of a backup, and the moment in which its worker goes on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from provisioner import backups
from provisioner.cli import here
from provisioner.cli.agree import told_of
from provisioner.cli.backups.opening import BROKEN, of_a_backup, opened
from provisioner.cli.opening import open_journal
from provisioner.outside.keycloak.observer import KeycloakObserver
from provisioner.outside.ports import TransientError
from provisioner.privacy.remembered import BadList, NoList
from provisioner.settings import PREFIX

DIFFERS, HALF = 3, 4
"""The exit codes for differences that hold the desk, and for a restore that did not come to its end."""

WITHOUT_CASE = (
    "Users above that have no case here and can still sign in: {count}. Their cases came after the backup or were "
    "erased: remove in Keycloak those whose papers are not recorded again."
)


@click.command("restore")
@of_a_backup
@click.option("--replace", multiple=True, metavar="NAME", help="A database that is not empty and may be replaced.")
@click.option("--without-erasure-list", is_flag=True, help="It is lost, or a part: who was erased since comes back.")
def restore(file: Path, key: Path, replace: tuple[str, ...], without_erasure_list: bool) -> None:
    """Fill the databases of the settings from FILE, all of it or nothing; afterwards the desk waits for `resume`.

    Everything is read and checked before anything is written. A database that is not empty is refused unless it is
    named, and so is one that somebody works with. Ends with 3 when FILE is not whole, with 4 when something was
    replaced and not all done: it says what.
    """
    settings = here.settings()
    allowed = backups.Allowed(replace, without_erasure_list)
    try:
        done = backups.restore(settings, opened(file, key), allowed, datetime.now(UTC))
    except (backups.WrongBackupKey, backups.BackupRefused) as refused:
        raise click.ClickException(f"not restored: {refused}.") from None
    except backups.BadBackup as bad:
        click.echo(f"Error: not restored: {bad}.", err=True)
        sys.exit(BROKEN)
    except backups.RestoredBut as half:
        click.echo(f"Error: {half}.", err=True)
        sys.exit(HALF)
    click.echo("\n".join(_words(done)))


@click.command("resume")
@click.option("--despite-differences", is_flag=True, help="Go on although more differs than a run may note.")
@click.option("--without-keycloak", is_flag=True, help="Go on without having compared anything.")
def resume(despite_differences: bool, without_keycloak: bool) -> None:
    """Compare a restored desk with Keycloak, show what differs, and let the worker go on.

    What differs is noted on the desk's page "Keycloak" and mended there. Ends with 3, and the desk waits on, when more
    differs than a run may note: then one of the two is probably not the backup that was meant; and when there are
    users of ours without a case: whoever of them was erased must not keep a login.
    """
    settings = here.settings()
    database = open_journal(settings)
    if not without_keycloak:
        settings.require("observer_client_secret")
        reader = KeycloakObserver(settings, settings.customers_realm, settings.observer_client_secret)
        with _waiting_on():
            report = backups.compare(database, reader)
        click.echo(told_of(database, report))
        if report.unknown:
            click.echo(WITHOUT_CASE.format(count=len(report.unknown)), err=True)
        if (report.stopped or report.unknown) and not despite_differences:
            click.echo("The desk waits on; --despite-differences lets it go.", err=True)
            sys.exit(DIFFERS)
    with _waiting_on():
        waited = backups.go_on(database)
    click.echo("The worker goes on." if waited else "Nothing waited: the worker was not held.")


@contextmanager
def _waiting_on() -> Iterator[None]:
    """Whatever goes wrong, the desk waits on."""
    try:
        yield
    except TransientError as error:
        raise click.ClickException(f"the desk waits on: {error.problem}: run `provisioner check`") from None
    except NoList:
        raise click.ClickException("the desk waits on: there is no list of erasures") from None
    except (BadList, OSError) as error:
        raise click.ClickException(f"the desk waits on: anchors or the list of erasures: {error}") from None


def _words(done: backups.Restored) -> list[str]:
    said = done.said
    lines = [f"Restored: the desk of {said.made_at:%Y-%m-%d %H:%M} UTC, {sum(said.counts.values()):,} rows."]
    if done.keycloak:
        lines.append("Keycloak's database was restored, too.")
        lines += _keycloak_words(said.versions.keycloak, done.keycloak_was)
    elif said.keycloak:
        lines.append(
            f"Keycloak's database is in the backup and was left there: {PREFIX}KEYCLOAK_DATABASE_URL is not set."
        )
    else:
        lines.append("Keycloak's database is not in the backup.")
    lines.append("There was no list of erasures." if done.listed is None else
                 f"The list of erasures: {done.listed} lines read.")  # fmt: skip
    lines += _settled_words(done.settled)
    return [*lines, "The desk waits: start web, worker and Keycloak, then run `provisioner resume`."]


def _keycloak_words(said: str, was: str) -> Iterator[str]:
    """Keycloak brings an older database up to its own version, and never one down."""
    if not said:
        return
    if was and was != said:
        yield f"Attention: it is of Keycloak {said}, what was replaced here was of {was}."
    yield f"Start Keycloak {said} or a newer one on it, never an older one."


def _settled_words(settled: backups.Settled | None) -> Iterator[str]:
    if settled is None:
        yield "The schema is an older one: run `provisioner migrate`; `resume` erases again what came back."
        return
    if settled.anchors_set_aside:
        yield f"Anchors of journal lines that are lost, set aside beside the others: {settled.anchors_set_aside}."
    yield f"Erased again: {settled.erased}."
