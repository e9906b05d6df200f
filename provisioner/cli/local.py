"""`provisioner local`: the whole desk on this machine, started and stopped with one command."""

import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.table import Table

from provisioner.database.schema import MigrationRefused
from provisioner.local.environment import ADMIN_SECRET, Installation
from provisioner.local.errors import StackError
from provisioner.local.server import ADMIN
from provisioner.local.single import only_one, running, stop_other
from provisioner.local.stack import Running, bring_up, check_machine, keep_mails
from provisioner.local.supervisor import Supervisor
from provisioner.realm.admin import RealmError
from provisioner.realm.desired import BadRealmFile
from provisioner.realm.placeholders import UnknownPlaceholder
from provisioner.settings import load
from provisioner.theme.colours import BadBrand

INTERRUPTED = 130


@click.group()
def local() -> None:
    """The whole desk on this machine, with sample staff and applications."""


@local.command()
@click.option("--samples/--no-samples", default=True, help="With sample applications, or with sample staff only.")
def up(samples: bool) -> None:
    """Start everything and keep it running until Ctrl-C or `provisioner local down`."""
    installation = Installation(load())
    with _clear_lines(), only_one(installation.data):
        java = check_machine(installation)
        installation.remember_settings()
        with Supervisor(installation.logs, click.echo) as supervisor:
            try:
                _show(bring_up(installation, java, supervisor, click.echo, samples), installation)
                _watch(installation, supervisor)
            finally:
                _deaf()
                click.echo("Stopping …")


@local.command()
def down() -> None:
    """Stop what `up` started, from another terminal."""
    with _clear_lines():
        click.echo("Stopped." if stop_other(Installation(load()).data) else "Nothing is running here.")


@local.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Throw away everything `up` wrote: accounts, applications, mails, secrets."""
    data = Installation(load()).data
    if (pid := running(data)) is not None:
        raise click.ClickException(f"still running (process {pid}): stop it first with `provisioner local down`")
    if not data.is_dir():
        click.echo("There is nothing to remove.")
        return
    if not yes:
        click.confirm(f"Remove {data} with all its accounts, applications and mails?", abort=True)
    shutil.rmtree(data)
    click.echo(f"Removed {data}.")


def _watch(installation: Installation, supervisor: Supervisor) -> None:
    try:
        supervisor.watch()
    finally:
        _deaf()
        keep_mails(installation)


@contextmanager
def _clear_lines() -> Iterator[None]:
    """One line instead of a stack trace; Ctrl-C and SIGTERM end as the shell expects."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except (StackError, RealmError, BadRealmFile, UnknownPlaceholder, BadBrand, MigrationRefused) as error:
        raise click.ClickException(str(error)) from error


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise KeyboardInterrupt


def _deaf() -> None:
    """Once stopping, stop in peace: a second Ctrl-C would leave processes behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _called() -> str:
    """How the person reaches this command line: by its name, or by its path from where they are."""
    program = Path(sys.argv[0]).resolve()
    if shutil.which(program.name) == str(program):
        return program.name
    here = Path.cwd()
    return str(program.relative_to(here) if program.is_relative_to(here) else program)


def _show(found: Running, installation: Installation) -> None:
    addresses = Table(box=None, show_header=False, title="The account desk is running", title_justify="left")
    addresses.add_row("Desk (staff)", found.desk)
    addresses.add_row("Customers' login", found.customers)
    addresses.add_row("Customers' form", found.form)
    addresses.add_row("Inbox (all mails)", found.inbox)
    addresses.add_row("Keycloak console", f"{found.keycloak} (user {ADMIN})")
    addresses.add_row("… its password", f"in {installation.secret_file(ADMIN_SECRET)}")
    logins = Table(box=None, title="Sample staff", title_justify="left")
    for heading in ("Name", "Login", "Password"):
        logins.add_column(heading, no_wrap=True)
    logins.add_column("Role")
    for login in found.staff:
        person = login.person
        logins.add_row(person.name, person.login, login.password, "\n".join(person.roles))
    console = Console(highlight=False, soft_wrap=True)
    console.print()
    console.print(addresses)
    console.print()
    console.print(logins)
    console.print(f"\nLogs: {installation.logs}\nStop: Ctrl-C, or `{_called()} local down` in another terminal")
