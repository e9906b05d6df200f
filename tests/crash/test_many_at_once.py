"""Row 35 of docs/faults.md: ten thousand approved at once; who works at the desk meanwhile does not notice."""

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import DirectoryUser, Mail, NewUser
from provisioner.staff.roles import Role
from tests.crash.queue import queue_up
from tests.drill import Counted
from tests.fakes import FakeDirectory, FakeMailer
from tests.web.desk import desk_over
from tests.worker.desk import WorkerDesk
from tests.worker.test_bad_luck import hurry

APPROVED = 10_000
THREADS = 2
PAGE_SECONDS, PAUSE_SECONDS = 1, 0.05
GROWTH_KB = 300_000
PAGES = ("/", "/accounts", "/applications/new")


class Quick(FakeDirectory):
    """A realm that looks nobody up: the customers differ."""

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        self.calls.append("create")
        return f"id-{user.login}"

    def get(self, user_id: str) -> DirectoryUser:
        return DirectoryUser(user_id, "", "", password_pending=True)


@dataclass
class Addresses(FakeMailer):
    """A mail server that keeps the addresses alone."""

    to: list[str] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        self.to.append(mail.to)


@contextmanager
def working(desk: WorkerDesk, mailer: Addresses) -> Iterator[list[threading.Thread]]:
    """Two threads of a worker until everybody has a mail."""

    def work() -> None:
        step = desk.worker()
        while len(mailer.to) < APPROVED:
            with suppress(OperationalError):  # As the worker's own loop does.
                if not step():
                    time.sleep(PAUSE_SECONDS)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    yield threads
    for thread in threads:
        thread.join()


@pytest.mark.drill_only
@pytest.mark.alone
def test_row_35_while_thousands_are_carried_out_every_page_comes_within_a_second(
    database: Database, counted: Counted
) -> None:
    hurry(database)
    queue_up(database, APPROVED)
    realm, mailer = Quick(), Addresses()
    browser = desk_over(database).as_(Role.CLERK, Role.APPROVER, name="Cezary Zych")
    slowest, looked = 0.0, 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with working(WorkerDesk(database, directory=realm, mailer=mailer), mailer) as threads:
        while any(thread.is_alive() for thread in threads):
            began = time.perf_counter()
            assert browser.client.get(PAGES[looked % len(PAGES)]).status_code == 200
            slowest, looked = max(slowest, time.perf_counter() - began), looked + 1
            time.sleep(PAUSE_SECONDS)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    with database.reading() as session:
        told = session.scalar(sa.select(sa.func.count()).where(Account.status == AccountStatus.NOTIFIED))
    counted(APPROVED, f"approved, {looked} pages, slowest {slowest:.2f} s, {grown // 1000} MB")
    assert told == len(realm.calls) == len(set(mailer.to)) == len(mailer.to) == APPROVED
    assert grown < GROWTH_KB
    assert slowest < PAGE_SECONDS, "on a machine that does nothing else"
