"""What runs at night: each job puts its successor, renews its lease and never stops for a failure."""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database import Database
from provisioner.office.time import OFFICE_TIME
from provisioner.outbox import THE_OFFICE
from provisioner.outbox.handlers import Hands
from provisioner.outbox.lease import Lease
from provisioner.outbox.tables import Task
from provisioner.staff.tables import StaffSession
from provisioner.worker import Failures, Step
from provisioner.worker.nightly import BATCH, NIGHT, Job, Nightly, kind_of, next_night
from tests.together import errors, together
from tests.worker.desk import WorkerDesk


def open_jobs(database: Database) -> dict[str, datetime]:
    with database.reading() as session:
        tasks = session.scalars(sa.select(Task).where(Task.done_at.is_(None), Task.subject_id == THE_OFFICE))
        return {task.kind: task.not_before for task in tasks}


def nightly(database: Database, job: Job) -> Step:
    failures = Failures(database)
    hands = Hands(database, Lease(timedelta(minutes=1)), "night", failures.answered)
    return Step(hands, failures, [Nightly(hands, job)])


def put_due(database: Database, job: Job) -> None:
    from_now = datetime.now(UTC) - timedelta(seconds=1)
    with database.transaction() as session:
        session.add(
            Task(kind=job.name, subject_kind="office", subject_id=THE_OFFICE, lane=job.name, urgency=2, awaited=False,
                 not_before=from_now)
        )  # fmt: skip


def test_every_job_has_one_task_however_many_workers_start(database: Database) -> None:
    assert errors(together(*[lambda: WorkerDesk(database).begins(Nightly)] * 4)) == []
    assert set(open_jobs(database)) == {job.name for job in NIGHT}


def test_a_job_runs_at_night_on_the_offices_wall_also_when_the_clocks_change() -> None:
    at = time(2, 30)
    assert next_night(at, datetime(2026, 11, 24, 9, tzinfo=UTC)) == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    assert next_night(at, datetime(2026, 7, 1, 0, 29, tzinfo=UTC)) == datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    second_hour = datetime(2026, 10, 25, 1, 5, tzinfo=UTC)
    assert next_night(time(2, 10), second_hour) == datetime(2026, 10, 26, 1, 10, tzinfo=UTC)
    spring, autumn = datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2026, 10, 24, 9, tzinfo=UTC)
    for now in (spring, autumn):
        first = next_night(at, now)
        assert timedelta(hours=15) < first - now < timedelta(hours=17)
        assert timedelta(hours=23) < next_night(at, first) - first < timedelta(hours=26)


def test_a_done_job_puts_its_successor(desk: WorkerDesk) -> None:
    job = Job("nightly_test", time(2, 30), lambda session, now, most: 0)
    put_due(desk.database, job)
    assert nightly(desk.database, job)()
    (following,) = open_jobs(desk.database).values()
    assert datetime.now(UTC) < following <= datetime.now(UTC) + timedelta(days=1)


def test_a_long_job_goes_on_batch_by_batch_and_can_be_stopped_in_between(database: Database) -> None:
    left = [BATCH, BATCH, 3]

    def work(session: Session, now: datetime, most: int) -> int:
        assert most == BATCH
        return left.pop(0)

    job = Job("nightly_test", time(2, 30), work)
    put_due(database, job)
    step = nightly(database, job)
    for rest in (2, 1, 0):
        assert step()
        assert len(left) == rest
    assert not step()
    (following,) = open_jobs(database).values()
    assert following > datetime.now(UTC)


def test_a_job_that_fails_every_time_is_tried_again_the_next_night(database: Database) -> None:
    def work(session: Session, now: datetime, most: int) -> int:
        raise ZeroDivisionError

    in_half_a_day = (datetime.now(UTC) + timedelta(hours=12)).astimezone(OFFICE_TIME).time()
    job = Job("nightly_test", in_half_a_day, work)
    put_due(database, job)
    step = nightly(database, job)
    for _ in range(5):
        assert step()
        with database.transaction() as session:
            session.execute(sa.update(Task).where(Task.failures > 0).values(not_before=datetime.now(UTC)))
    (following,) = open_jobs(database).values()
    assert following > datetime.now(UTC) + timedelta(hours=11)


def test_sessions_nobody_has_used_for_a_day_are_swept(desk: WorkerDesk) -> None:
    now = datetime.now(UTC)
    with desk.database.transaction() as session:
        for name, age in (("old", timedelta(hours=25)), ("young", timedelta(hours=23))):
            session.add(
                StaffSession(
                    id_hash=name, data={}, created_at=now - age, last_seen_at=now - age, confirmed_at=now - age
                )
            )
    (job,) = [job for job in NIGHT if job.name == "sweep_sessions"]
    put_due(desk.database, job)
    desk.run()
    with desk.database.reading() as session:
        assert session.scalars(sa.select(StaffSession.id_hash)).all() == ["young"]


def test_what_runs_at_night_waits_behind_everything_people_wait_for() -> None:
    assert {kind_of(job).urgency.name for job in NIGHT} == {"BULK"}
    assert not any(kind_of(job).awaited for job in NIGHT)
