"""Accounts a second through everything, and through the one POST alone."""

import os
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from provisioner import journal
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.local.ports import free_ports
from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import NewUser
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.settings import Settings, load
from tests.crash.queue import queue_up
from tests.databases import prepare
from tests.factories import approved_account
from tests.keycloak_server import start_keycloak, stop_keycloak

LOOK_SECONDS, PATIENCE_SECONDS = 0.1, 120
"""Looking more often would cost the pipeline what it measures; 0.1 s in several seconds is within the noise."""


@dataclass(frozen=True)
class Bench:
    """A real server with the real realm, a mail server in a process of its own, and a place for databases."""

    folder: Path
    environment: dict[str, str]
    keycloak_pid: int

    @property
    def settings(self) -> Settings:
        return load(self.environment)

    @contextmanager
    def worker(self, database_url: str, threads: int) -> Iterator[None]:
        """One worker process, as in production."""
        environment = os.environ | self.environment | {
            "PROVISIONER_DATABASE_URL": database_url,
            "PROVISIONER_WORKER_THREADS": str(threads),
        }  # fmt: skip
        log = self.folder / "worker.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.process"], env=environment, stdout=output, stderr=output
            )
            while "started" not in log.read_text():
                time.sleep(LOOK_SECONDS)
            try:
                yield
            finally:
                process.terminate()
                process.wait()

    @contextmanager
    def keycloak_apart(self) -> Iterator[None]:
        """Keycloak has one half of the processors, all else the other, as where it has a machine of its own."""
        every = sorted(os.sched_getaffinity(0))
        theirs, ours = every[: len(every) // 2], every[len(every) // 2 :]
        try:
            _confine(os.getpid(), ours)  # With all it started and will start, the mail server and the worker too.
            _confine(self.keycloak_pid, theirs)
            yield
        finally:
            _confine(os.getpid(), every)

    def fresh_database(self) -> str:
        """The address of an empty desk."""
        url = f"sqlite:///{self.folder / uuid4().hex}.sqlite"
        prepare(url)
        return url


@contextmanager
def opened_bench(folder: Path) -> Iterator[Bench]:
    """Start Keycloak and the mail server, apply the realms."""
    server = start_keycloak(folder / "keycloak", full_speed=True)
    (smtp_port,) = free_ports(1)
    sink = subprocess.Popen([sys.executable, "-m", "tests.bench.mail_server", str(smtp_port)])
    environment = {
        "PROVISIONER_DATA_DIR": str(folder),
        "PROVISIONER_KEYCLOAK_URL": server.url,
        "PROVISIONER_DESK_CLIENT_SECRET": "d" * 40,
        "PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40,
        "PROVISIONER_OBSERVER_CLIENT_SECRET": "o" * 40,
        "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET": "t" * 40,
        "PROVISIONER_JOURNAL_KEY": "j" * 40,
        "PROVISIONER_SMTP_HOST": "127.0.0.1",
        "PROVISIONER_SMTP_PORT": str(smtp_port),
        "PROVISIONER_SMTP_SECURITY": "none",
    }
    bench = Bench(folder, environment, server.pid)
    try:
        admin = RealmAdmin(server.url, server.administrator)
        apply(admin, bench.settings)
        yield bench
    finally:
        sink.terminate()
        sink.wait()
        stop_keycloak(server)


def bare_loop(bench: Bench, accounts: int, threads: int) -> float:
    """Accounts a second when nothing is done but the POST, by the same client with the same rights."""
    users = [_somebody() for _ in range(accounts)]

    def create(share: list[NewUser]) -> None:
        directory = KeycloakDirectory(bench.settings)
        for user in share:
            directory.create(user, temporary_password())

    began = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(create, [users[n::threads] for n in range(threads)]))
    return accounts / (time.monotonic() - began)


def pipeline(bench: Bench, accounts: int, threads: int) -> float:
    """Accounts a second from a full queue to mails accepted: claim, POST, records, journal, mail."""
    url = bench.fresh_database()
    database = Database(url, info=journal.keeping(bench.settings))
    queue_up(database, accounts, prefix=f"b{uuid4().hex[:8]}x")
    with bench.worker(url, threads):
        began = time.monotonic()
        _wait_until_notified(database, accounts)
        spent = time.monotonic() - began
    database.close()
    return accounts / spent


def approve_to_mail(bench: Bench, times: int) -> list[float]:
    """Seconds from an approval to the mail server's 250, an idle worker waiting, one at a time."""
    url = bench.fresh_database()
    database = Database(url, info=journal.keeping(bench.settings))
    waits = []
    with bench.worker(url, 2):
        for done in range(1, times + 1):
            number = f"6{uuid4().int % 10**9:09d}"
            approved_account(database, customer_number=number, email=f"{number}@example.com",
                             email_again=f"{number}@example.com")  # fmt: skip
            began = time.monotonic()
            _wait_until_notified(database, done)
            waits.append(time.monotonic() - began)
    database.close()
    return waits


def _confine(pid: int, processors: Collection[int]) -> None:
    """All threads of a process and of those it started (Keycloak is its script's); what comes later inherits."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), processors)
        for child in (thread / "children").read_text().split():
            _confine(int(child), processors)


def _wait_until_notified(database: Database, accounts: int) -> None:
    count = sa.select(sa.func.count()).select_from(Account).where(Account.status == AccountStatus.NOTIFIED)
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with database.reading() as session:
            if (session.scalar(count) or 0) >= accounts:
                return
        time.sleep(LOOK_SECONDS)
    raise TimeoutError(f"not all of {accounts} accounts were notified within {PATIENCE_SECONDS} s")


def _somebody() -> NewUser:
    login = f"p{uuid4().hex[:12]}"
    return NewUser(login, f"{login}@example.com", "Józef", "Żółkiewski", "104233", str(uuid4()), "pl")
