"""The worker reads the list of staff once an hour, whatever happens in between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from provisioner.database import Database
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.ports import ConfigurationError
from provisioner.outside.staff_reading import StaffUser
from provisioner.staff.listing import colleagues
from provisioner.staff.reading import LIST_STAFF, ListStaff
from tests.together import errors, together
from tests.worker.desk import WorkerDesk


@dataclass
class FakeStaff:
    """A staff realm in memory; `trouble` runs before each reading."""

    users: list[StaffUser] = field(default_factory=list)
    trouble: Callable[[], None] = lambda: None

    def staff(self) -> list[StaffUser]:
        self.trouble()
        return self.users


def reading(desk: WorkerDesk) -> FakeStaff:
    realm = FakeStaff([StaffUser("s-anna", "anna", "Anna Nowak", True, frozenset({"clerk"}))])

    def more(hands: Hands) -> list[AnyHandler]:
        return [ListStaff(hands, realm)]

    desk.more = more
    return realm


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.listed.name for one in colleagues(session)]


def next_reading(database: Database) -> datetime:
    with database.reading() as session:
        open_task = sa.select(Task.not_before).where(Task.kind == LIST_STAFF.name, Task.done_at.is_(None))
        return session.scalars(open_task).one()


def test_however_many_workers_start_the_list_is_read_once_an_hour(desk: WorkerDesk) -> None:
    reading(desk)
    assert errors(together(*[lambda: desk.begins(ListStaff)] * 4)) == []
    desk.run()
    assert names(desk.database) == ["Anna Nowak"]
    assert timedelta(minutes=59) < next_reading(desk.database) - datetime.now(UTC) <= timedelta(hours=1)


def test_a_realm_that_refuses_keeps_the_former_list_and_is_asked_again(desk: WorkerDesk) -> None:
    realm = reading(desk)
    desk.begins(ListStaff)
    desk.run()

    def refuse() -> None:
        raise ConfigurationError("observer_forbidden", "observer")

    realm.trouble = refuse
    desk.later()
    desk.run()
    assert names(desk.database) == ["Anna Nowak"]
    realm.trouble, realm.users = lambda: None, []
    desk.later()
    desk.run()
    assert names(desk.database) == []
