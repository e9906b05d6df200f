"""Row 32 of docs/faults.md: the disk is full at each single commit of the worker, for once or for a while."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus
from provisioner.database import Database
from tests.factories import approved_account
from tests.worker.desk import WorkerDesk

COMMITS = 4
"""A worker makes so many until the customer is told: claim, created, told, and the first look put off."""


class SmallDisk(Database):
    """From one commit on there is no room for so many."""

    full_at = 0
    lasts = 0
    commits = 0

    @contextmanager
    def transaction(self, patience: float | None = None) -> Iterator[Session]:
        with super().transaction(patience) as session:
            yield session
            session.flush()
            self.commits += 1
            if self.full_at <= self.commits < self.full_at + self.lasts:
                raise OperationalError("COMMIT", None, self._says())

    def _says(self) -> Exception:
        sqlite = self.engine.dialect.name == "sqlite"
        return sqlite3.OperationalError("database or disk is full") if sqlite else psycopg.errors.DiskFull("no space")


@pytest.mark.parametrize("lasts", [pytest.param(1, id="once"), pytest.param(30, id="for a while")])
@pytest.mark.parametrize("full_at", range(1, COMMITS + 1))
def test_a_full_disk_at_any_commit_loses_and_doubles_nothing(database_url: str, full_at: int, lasts: int) -> None:
    with closing(SmallDisk(database_url)) as database:
        desk = WorkerDesk(database)
        account = approved_account(database)
        database.commits, database.full_at, database.lasts = -1, full_at, lasts
        worker = desk.worker()
        for _ in range(COMMITS + lasts):
            with suppress(OperationalError):
                desk.run(worker)
        database.lasts = 0
        desk.later()
        desk.run()
        (user,) = desk.directory.users.values()
        assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
        assert desk.mailed_password() == user.password
        assert len(desk.mailer.sent) <= 2
