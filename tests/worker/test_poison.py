"""Row 34 of docs/faults.md: one row that nobody can carry out, in front of all others."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import NewUser
from provisioner.worker.failures import UNEXPECTED_TRIES
from tests.crash.queue import queue_up
from tests.drill import Counted, count
from tests.fakes import FakeDirectory
from tests.worker.desk import WorkerDesk
from tests.worker.test_bad_luck import hurry

POISON = "x1"


class Poisoned(FakeDirectory):
    """A realm before which one user makes the adapter fall over."""

    tries = 0

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        if user.login == POISON:
            self.tries += 1
            raise ZeroDivisionError("nobody thought of this")
        return super().create(user, password)


@pytest.mark.drill
def test_row_34_one_poisoned_row_stops_none_of_the_others(database: Database, counted: Counted) -> None:
    hurry(database)
    rows = count(500)
    queue_up(database, rows)
    realm = Poisoned()
    desk = WorkerDesk(database, directory=realm)
    worker = desk.worker()
    while worker():
        pass
    assert len(realm.users) == len({mail.to for mail in desk.mailer.sent}) == len(desk.mailer.sent) == rows - 1
    for _ in range(UNEXPECTED_TRIES + 1):
        with database.transaction() as session:
            failed = sa.update(Task).where(Task.problem != "", Task.done_at.is_(None))
            session.execute(failed.values(not_before=datetime.now(UTC)))
        while worker():
            pass
    with database.reading() as session:
        (poisoned,) = session.query(Account).where(Account.login == POISON)
        others = session.query(Account).where(Account.status == AccountStatus.NOTIFIED).count()
    assert (poisoned.status, poisoned.attention) == (AccountStatus.NEEDS_ATTENTION, Attention.UNEXPECTED)
    assert realm.tries == UNEXPECTED_TRIES
    assert others == rows - 1
    counted(rows, "rows")
