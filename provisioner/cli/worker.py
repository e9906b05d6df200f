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
from provisioner.cli.logs import set_up_logs
from provisioner.cli.opening import open_database
from provisioner.outside.keycloak import KeycloakDirectory
from provisioner.outside.password import temporary_password
from provisioner.outside.smtp import SmtpMailer
from provisioner.settings import Settings, branding, load
from provisioner.worker.failpoints import Reach, pass_by
from provisioner.worker.failures import Failures

log = structlog.get_logger()

WAITS = 3
"""A lease outlives this many waits for Keycloak and the mail server together (docs/decisions/carrying-out.md)."""


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
    settings.require("provisioner_client_secret")
    database = open_database(settings)
    brand = branding.load()
    failures = Failures(database)
    outside = settings.keycloak_timeout_seconds + settings.smtp_timeout_seconds
    step_settings = worker.StepSettings(
        worker=f"{socket.gethostname()}:{os.getpid()}",
        lease=timedelta(seconds=WAITS * outside + 30),
        login_page=settings.login_page,
        login_scheme=settings.login_scheme,
        strong_profile=settings.password_profile == "strong",  # noqa: S105 - the name of a rule
    )
    steps = [
        worker.Step(
            database=database,
            directory=KeycloakDirectory(settings, lambda: database.in_transaction),
            mailer=SmtpMailer(settings, brand.short_name, lambda: database.in_transaction),
            new_password=partial(temporary_password, settings.temp_password_length),
            branding=brand,
            settings=step_settings,
            failures=failures,
            reach=reach,
        )
        for _ in range(settings.worker_threads)
    ]
    log.info("started")
    try:
        worker.run(steps, database, failures, stop, poll_seconds=settings.poll_seconds)
    finally:
        database.close()
