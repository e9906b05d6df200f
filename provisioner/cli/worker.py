"""`provisioner worker`: puts Keycloak and the mail server behind the ports and runs the loop."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from functools import partial
from pathlib import Path

import click
import structlog
from pydantic import SecretStr

from provisioner import privacy, worker
from provisioner.accounts.carrying_out import AccessMails, KeepLinks, Tools, account_handlers
from provisioner.accounts.carrying_out.failpoints import Reach, pass_by
from provisioner.accounts.delivery.reading import ReadReports
from provisioner.accounts.not_me import Links
from provisioner.agreement.rules import CUSTOMERS, STAFF
from provisioner.agreement.watching import Realm
from provisioner.agreement.work import agreement_handlers
from provisioner.cases.taking.leaving import free_what_leavers_had
from provisioner.cli.logs import set_up_logs
from provisioner.cli.opening import open_journal, practice
from provisioner.cli.watching import operator_of, refuse_open, scraped, watch_of
from provisioner.database import Database
from provisioner.decisions.applying import ApplyDecision
from provisioner.declarations.telling import declaration_handlers
from provisioner.letters import Press
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.lease import Lease
from provisioner.outside.clamd import Clamd
from provisioner.outside.imap import ImapReports
from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.keycloak.observer import KeycloakObserver
from provisioner.outside.keycloak.staff import KeycloakStaff
from provisioner.outside.no_mail import NoMail
from provisioner.outside.parts import OBSERVER, REPORTS, STAFF_OBSERVER, VIRUSES
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import Mailer
from provisioner.outside.smtp.mailer import SmtpMailer
from provisioner.post.bounced import take as take_bounced
from provisioner.post.mailing import MailLetter
from provisioner.scans.checking import CheckScan
from provisioner.settings import PREFIX, Settings, SettingsError, branding, load
from provisioner.settings.branding import Branding
from provisioner.staff import reading as staff_reading
from provisioner.watching import Watch
from provisioner.worker.nightly import next_night

log = structlog.get_logger()

WAITS = 3
"""A lease outlives this many waits for Keycloak and the mail server together (docs/decisions/carrying-out.md)."""
SPARE_SECONDS = 30
COMPARED_AT = partial(next_night, time(2, 45))
LINKED_AT = partial(next_night, time(3, 15))


@click.command("worker")
@click.option("--alive-file", type=click.Path(path_type=Path), help="Touched each half minute while all goes well.")
def work(alive_file: Path | None) -> None:
    """Carry out approvals: create accounts in Keycloak and mail the access data, until stopped."""
    settings = load()
    set_up_logs(settings.log_format)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(settings, stop, alive=alive_file.touch if alive_file else lambda: None)


def run_worker(
    settings: Settings, stop: threading.Event, reach: Reach = pass_by, alive: Callable[[], None] = lambda: None
) -> None:
    """Run one worker with `worker_threads` threads, which says by `alive` that it is well.

    Raises SettingsError when something needed is not set.
    """
    _refuse_incomplete(settings)
    database = open_journal(settings)
    brand = branding.load()
    failures = worker.Failures(database)
    if again := privacy.catch_up(database):
        log.warning("erased again what came back with a backup", cases=again)
    press, watch = Press(brand), watch_of(settings, database, os.environ, stop)
    failures.forget(parts_without(settings))
    steps = [_step(settings, database, brand, press, failures, watch, reach) for _ in range(settings.worker_threads)]
    worker.schedule(database, steps[0].handlers)
    hold = worker.Hold(database)
    log.info("started")
    try:
        with scraped(settings, watch, failures.measured):
            held = [hold.keeps(step) for step in steps]
            worker.run(held, database, failures, stop, alive, poll_seconds=settings.poll_seconds)
    finally:
        database.close()


def _refuse_incomplete(settings: Settings) -> None:
    """Raises SettingsError when something needed is not set, or anybody could ask how the desk is."""
    secrets = ("provisioner_client_secret", "observer_client_secret", "staff_observer_client_secret", "journal_key")
    settings.require(*secrets, *settings.for_mail)
    if settings.reports_host and not all(settings.reports_login):
        raise SettingsError(
            f"{PREFIX}REPORTS_USERNAME, {PREFIX}REPORTS_PASSWORD: not set, and no others to log in with"
        )
    refuse_open(settings)


def parts_without(settings: Settings) -> Iterator[str]:
    """The parts of the outside that this installation does without."""
    if not settings.reports_host:
        yield REPORTS
    if not settings.clamd_host:
        yield VIRUSES


def _step(
    settings: Settings,
    database: Database,
    brand: Branding,
    press: Press,
    failures: worker.Failures,
    watch: Watch,
    reach: Reach,
) -> worker.Step:
    """One thread's hands, tools and handlers."""
    outside = settings.keycloak_timeout_seconds + settings.smtp_timeout_seconds
    lease = Lease(timedelta(seconds=WAITS * outside + SPARE_SECONDS))
    hands = Hands(database, lease, f"{socket.gethostname()}:{os.getpid()}", failures.answered)
    strong = settings.password_profile == "strong"  # noqa: S105 - the name of a rule
    directory = KeycloakDirectory(settings, lambda: database.in_transaction)
    tools = Tools(
        directory=directory,
        mailer=mailer_of(settings, database, brand),
        new_password=partial(temporary_password, settings.temp_password_length),
        mails=AccessMails(settings.login_page, strong, brand),
        practice=practice(settings),
        reach=reach,
        links=Links(settings.public_url),
        mailed=failures.measured.mailed,
    )
    night = [
        *worker.nightly_handlers(hands),
        worker.AnchorMail(hands, tools.mailer, settings.journal_anchor_mail, brand),
        worker.MorningMail(hands, tools.mailer, settings.desk_url, brand),
        worker.WeeklyMail(hands, tools.mailer, watch.readings, operator_of(settings), brand),
        KeepLinks(hands, tools.links, LINKED_AT),
    ]
    agreed = _agreement(settings, database, hands, tools, directory)
    mailbox = ImapReports(settings, lambda: database.in_transaction) if settings.reports_host else None
    scanner = Clamd(settings, lambda: database.in_transaction) if settings.clamd_host else None
    handlers = [
        *account_handlers(hands, tools),
        *declaration_handlers(hands, tools),
        MailLetter(hands, tools.mailer, press, brand),
        ReadReports(hands, mailbox, [take_bounced]),
        ApplyDecision(hands),
        CheckScan(hands, scanner),
        *night,
        *agreed,
    ]
    return worker.Step(hands, failures, handlers)


def mailer_of(settings: Settings, database: Database, brand: Branding) -> Mailer:
    """What hands over mails; nobody where staff learn."""
    if settings.training:
        return NoMail(lambda: database.in_transaction)
    return SmtpMailer(settings, brand.short_name, lambda: database.in_transaction)


def _agreement(
    settings: Settings, database: Database, hands: Hands, tools: Tools, directory: KeycloakDirectory
) -> list[AnyHandler]:
    """What reads Keycloak, by the read-only client of each realm."""

    def observer(realm: str, secret: SecretStr | None, part: str) -> KeycloakObserver:
        return KeycloakObserver(settings, realm, secret, lambda: database.in_transaction, part)

    customers = observer(settings.customers_realm, settings.observer_client_secret, OBSERVER)
    staff = observer(settings.staff_realm, settings.staff_observer_client_secret, STAFF_OBSERVER)
    realms = (Realm(CUSTOMERS, customers, directory.own_id), Realm(STAFF, staff, lambda: ""))
    reader = KeycloakStaff(settings, lambda: database.in_transaction)
    listing = staff_reading.ListStaff(hands, reader, free_what_leavers_had)
    return [*agreement_handlers(hands, tools, customers, realms, COMPARED_AT), listing]
