"""What may stand in the outbox at once, what goes first, and that nothing starves."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from provisioner import outbox
from provisioner.database import Database
from provisioner.outbox import Claim, Kind, LeaseLost, Urgency
from provisioner.outbox.claims import TURNS
from provisioner.outbox.queueing import KEPT
from provisioner.outbox.tables import Task

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)
BLOCK = Kind("block", "thing", lane="user", urgency=Urgency.URGENT)
CREATE = Kind("create", "thing", lane="user")
LOOK = Kind("look", "thing", lane="look", urgency=Urgency.BULK)
TELL = Kind("tell", "thing")
ALL = tuple(kind.name for kind in (BLOCK, CREATE, LOOK, TELL))


def put(database: Database, kind: Kind, subject: UUID | None = None, at: datetime = NOW) -> UUID:
    subject = subject or uuid4()
    with database.transaction() as session:
        outbox.put(session, kind, subject, at)
    return subject


def claim(database: Database, now: datetime = NOW, kinds: tuple[str, ...] = ALL, turn: int = 1) -> Claim | None:
    with database.transaction() as session:
        return outbox.claim(session, now=now, worker="w", lease=LEASE, kinds=kinds, turn=turn)


def due(database: Database) -> list[datetime]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Task.not_before).where(Task.done_at.is_(None)).order_by(Task.id)))


def test_what_changes_a_subject_excludes_each_other_and_watching_and_telling_stand_beside(database: Database) -> None:
    subject = put(database, CREATE)
    put(database, LOOK, subject)
    put(database, TELL, subject)
    put(database, TELL, subject)
    with pytest.raises(IntegrityError):
        put(database, BLOCK, subject)
    put(database, BLOCK)


def test_a_lane_is_free_again_once_its_task_is_done(database: Database) -> None:
    subject = put(database, CREATE)
    taken = claim(database)
    assert taken
    with database.transaction() as session:
        outbox.finish(session, taken, now=NOW)
        outbox.put(session, BLOCK, subject, NOW)
    assert claim(database) == Claim(taken.task_id + 1, "block", subject, 1, 0)


def test_urgent_work_passes_bulk_however_long_that_has_waited(database: Database) -> None:
    put(database, LOOK, at=NOW - timedelta(days=1))
    put(database, CREATE, at=NOW - timedelta(hours=1))
    put(database, BLOCK)
    assert [found.kind for found in (claim(database), claim(database), claim(database)) if found] == [
        "block",
        "create",
        "look",
    ]


def test_a_flood_of_other_work_starves_no_urgency(database: Database) -> None:
    for _ in range(20):
        put(database, BLOCK)
        put(database, LOOK)
    put(database, CREATE)
    first = [found.kind for turn in range(1, TURNS + 1) if (found := claim(database, turn=turn))]
    assert Counter(first) == {"block": TURNS - 2, "look": 1, "create": 1}


def test_only_kinds_that_the_worker_knows_and_may_do_now_are_claimed(database: Database) -> None:
    put(database, BLOCK)
    put(database, LOOK)
    found = claim(database, kinds=("look", "tell"))
    assert found
    assert found.kind == "look"
    assert claim(database, kinds=("look", "tell")) is None


def test_work_is_not_claimed_before_its_time_nor_while_somebody_holds_it(database: Database) -> None:
    put(database, CREATE, at=NOW + timedelta(seconds=30))
    assert claim(database) is None
    assert claim(database, NOW + timedelta(seconds=30))
    assert claim(database, NOW + timedelta(minutes=1)) is None
    again = claim(database, NOW + timedelta(minutes=3))
    assert again
    assert again.attempt == 2


def test_a_worker_that_overslept_records_nothing(database: Database) -> None:
    put(database, CREATE)
    slept = claim(database)
    assert slept
    assert claim(database, NOW + LEASE)
    for record in (outbox.finish, lambda session, it, now: outbox.extend(session, it, until=now)):
        with pytest.raises(LeaseLost), database.transaction() as session:
            record(session, slept, now=NOW)


def test_ensuring_adds_a_task_once_and_hastens_one_that_waits_longer(database: Database) -> None:
    subject, later, sooner = uuid4(), NOW + timedelta(days=1), NOW + timedelta(minutes=1)
    for at in (later, sooner, later):
        with database.transaction() as session:
            outbox.ensure(session, LOOK, subject, at)
    assert due(database) == [sooner]


def test_a_task_that_is_hastened_begins_anew_without_its_failures(database: Database) -> None:
    subject = put(database, LOOK)
    tried = claim(database)
    assert tried
    with database.transaction() as session:
        outbox.fail(session, tried, now=NOW, problem="keycloak_error")
        session.execute(sa.update(Task).values(not_before=NOW + timedelta(hours=1)))
        outbox.ensure(session, LOOK, subject, NOW)
    with database.reading() as session:
        task = session.scalars(sa.select(Task)).one()
    assert (task.failures, task.first_failed_at, task.problem, task.not_before) == (0, None, "", NOW)


def test_ensuring_leaves_alone_what_a_worker_holds_and_another_kind_in_the_lane(database: Database) -> None:
    watched = put(database, LOOK)
    assert claim(database)
    created = put(database, CREATE, at=NOW + timedelta(hours=1))
    with database.transaction() as session:
        outbox.ensure(session, LOOK, watched, NOW)
        outbox.ensure(session, BLOCK, created, NOW)
    assert due(database) == [NOW + LEASE, NOW + timedelta(hours=1)]


def test_done_work_is_swept_after_a_month_and_open_work_never(database: Database) -> None:
    for _ in range(2):
        put(database, CREATE)
        done = claim(database)
        assert done
        with database.transaction() as session:
            outbox.finish(session, done, now=NOW)
    put(database, CREATE)
    with database.transaction() as session:
        assert outbox.sweep(session, NOW + KEPT, 10) == 0
        assert outbox.sweep(session, NOW + KEPT + timedelta(seconds=1), 1) == 1
        assert outbox.sweep(session, NOW + KEPT + timedelta(seconds=1), 10) == 1
    assert len(due(database)) == 1


def test_what_a_lost_worker_held_is_called_off_once_its_lease_is_over(database: Database) -> None:
    one, other = put(database, LOOK), put(database, LOOK)
    assert claim(database)
    assert claim(database)
    for at, left in ((NOW, 2), (NOW + LEASE + timedelta(seconds=1), 0)):
        with database.transaction() as session:
            outbox.call_off(session, LOOK, one, now=at)
            outbox.call_off_all(session, LOOK, now=at)
        assert len(due(database)) == left
    with database.transaction() as session:
        outbox.put(session, LOOK, other, NOW)


def test_a_task_that_is_kept_can_be_closed_by_whoever_keeps_it(database: Database) -> None:
    subject, beside = put(database, LOOK), put(database, LOOK)
    with database.transaction() as session:
        outbox.keep(session, LOOK, sa.select(Task.subject_id).where(Task.subject_id == subject))
        assert outbox.cancel_open(session, LOOK, subject, now=NOW)
    with database.reading() as session:
        assert session.scalars(sa.select(Task.subject_id).where(Task.done_at.is_(None))).all() == [beside]
