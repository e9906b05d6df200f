"""`provisioner worker`: puts Keycloak and the mail server behind the ports and runs the loop."""

import os
import signal
import socket
import threading
from datetime import timedelta
from functools import partial

import click
import structlog

from provisioner import worker
from provisioner.accounts.carrying_out import AccessMails, Tools, account_handlers
from provisioner.accounts.carrying_out.failpoints import Reach, pass_by
from provisioner.accounts.not_me import Links
from provisioner.cli.logs import set_up_logs
from provisioner.cli.opening import open_journal, practice
from provisioner.database import Database
from provisioner.outbox.handlers import Hands
from provisioner.outbox.lease import Lease
from provisioner.outside.keycloak import KeycloakDirectory
from provisioner.outside.password import temporary_password
from provisioner.outside.smtp import SmtpMailer
from provisioner.settings import Settings, branding, load
from provisioner.settings.branding import Branding

log = structlog.get_logger()

WAITS = 3
"""A lease outlives this many waits for Keycloak and the mail server together (docs/decisions/carrying-out.md)."""
SPARE_SECONDS = 30


@click.command("worker")
def work() -> None:
    """Carry out approvals: create accounts in Keycloak and mail the access data, until stopped."""
    set_up_logs()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(load(), stop)


def run_worker(settings: Settings, stop: threading.Event, reach: Reach = pass_by) -> None:
    """Run one worker with `worker_threads` threads. Raises SettingsError when something needed is not set."""
    settings.require("provisioner_client_secret", "journal_key", *(["smtp_password"] if settings.smtp_username else []))
    database = open_journal(settings)
    brand = branding.load()
    failures = worker.Failures(database)
    worker.schedule(database)
    worker.schedule_anchor_mail(database, settings.journal_anchor_mail)
    steps = [_step(settings, database, brand, failures, reach) for _ in range(settings.worker_threads)]
    log.info("started")
    try:
        worker.run(steps, database, failures, stop, poll_seconds=settings.poll_seconds)
    finally:
        database.close()


def _step(
    settings: Settings, database: Database, brand: Branding, failures: worker.Failures, reach: Reach
) -> worker.Step:
    """One thread's hands, tools and handlers."""
    outside = settings.keycloak_timeout_seconds + settings.smtp_timeout_seconds
    lease = Lease(timedelta(seconds=WAITS * outside + SPARE_SECONDS))
    hands = Hands(database, lease, f"{socket.gethostname()}:{os.getpid()}", failures.works)
    strong = settings.password_profile == "strong"  # noqa: S105 - the name of a rule
    tools = Tools(
        directory=KeycloakDirectory(settings, lambda: database.in_transaction),
        mailer=SmtpMailer(settings, brand.short_name, lambda: database.in_transaction),
        new_password=partial(temporary_password, settings.temp_password_length),
        mails=AccessMails(settings.login_page, strong, brand),
        practice=practice(settings),
        reach=reach,
        links=Links(settings.public_url),
    )
    night = [
        *worker.nightly_handlers(hands),
        worker.AnchorMail(hands, tools.mailer, settings.journal_anchor_mail, brand),
    ]
    return worker.Step(hands, failures, [*account_handlers(hands, tools), *night])
