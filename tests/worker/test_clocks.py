"""Row 33 of docs/faults.md: clocks that jump and the two nights of the time change move no lease, no end and no day."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import outbox
from provisioner.accounts.kinds import PROVISION
from provisioner.accounts.rules import AccountStatus
from provisioner.office.time import office_date
from provisioner.outbox.claims import Claim
from provisioner.outbox.tables import Task
from tests.factories import approved_account
from tests.worker.clocked import ClockedDatabase
from tests.worker.desk import WorkerDesk
from tests.worker.test_bad_luck import journal_of

SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
"""When the clocks on the wall go on or back by an hour."""
LEASE = timedelta(minutes=2)
SECOND = timedelta(seconds=1)


@pytest.fixture
def database(database_url: str) -> Iterator[ClockedDatabase]:
    with closing(ClockedDatabase(database_url)) as opened:
        yield opened


def claim_at(database: ClockedDatabase, moment: datetime) -> Claim | None:
    database.moment = moment
    with database.transaction() as session:
        now = database.now(session)
        return outbox.claim(session, now=now, worker="w", lease=LEASE, kinds=[PROVISION.name])


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_a_lease_over_the_change_lasts_as_long_as_any_other(database: ClockedDatabase, change: datetime) -> None:
    with database.transaction() as session:
        outbox.put(session, PROVISION, uuid4(), change - timedelta(hours=1))
    begun = change - timedelta(minutes=1)
    assert claim_at(database, begun) is not None
    assert claim_at(database, begun + LEASE - SECOND) is None
    assert claim_at(database, begun + LEASE) is not None


def test_a_database_put_back_by_an_hour_gives_nobody_what_another_holds(database: ClockedDatabase) -> None:
    with database.transaction() as session:
        outbox.put(session, PROVISION, uuid4(), AUTUMN)
    assert claim_at(database, AUTUMN + timedelta(hours=2)) is not None
    assert claim_at(database, AUTUMN + timedelta(hours=1)) is None
    assert claim_at(database, AUTUMN + timedelta(hours=2) + LEASE) is not None


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_a_password_lives_its_hours_over_the_change_and_dies_once(database: ClockedDatabase, change: datetime) -> None:
    desk = WorkerDesk(database)
    account = approved_account(database)
    mailed = database.moment = change - timedelta(days=3)
    let_all_be_due(desk, mailed)
    desk.run()
    end = desk.account(account.id).password_valid_until
    assert end == mailed + timedelta(days=7)
    for moment, state in (
        (change + timedelta(hours=1), AccountStatus.NOTIFIED),
        (end - SECOND, AccountStatus.NOTIFIED),
        (end + timedelta(minutes=1), AccountStatus.NOTIFIED),
        (end + timedelta(minutes=30), AccountStatus.EXPIRED),
        (end - timedelta(minutes=30), AccountStatus.EXPIRED),
        (end + timedelta(days=2), AccountStatus.EXPIRED),
    ):
        database.moment = moment
        desk.pauses_end()
        desk.run()
        assert desk.state(account.id)[0] is state, moment
    after = [line.details.get("after") for line in journal_of(database, account.id)]
    assert after.count(AccountStatus.EXPIRED) == 1
    (user,) = desk.directory.users.values()
    assert user.enabled
    assert user.password != desk.mailed_password(0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_days_are_those_on_the_offices_wall_on_both_nights(moment: datetime, day: date) -> None:
    assert office_date(moment) == day


def let_all_be_due(desk: WorkerDesk, moment: datetime) -> None:
    """What was approved is due now, though the factories' clock runs otherwise."""
    with desk.database.transaction() as session:
        session.execute(sa.update(Task).values(not_before=moment))
