"""A lease stands before each single call outside: a worker stopped between any two of them kills no mailed password."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus
from provisioner.outbox.lease import Lease
from provisioner.outbox.tables import Task
from provisioner.outside.ports import ConfigurationError, TransientError
from tests.factories import approved_account
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising

CHANGE = ["get", "end_sessions", "set_password", "unlock"]
"""What replacing a password asks of the realm."""


def interrupted(desk: WorkerDesk) -> None:
    """An account whose password is lost: the next worker has to set another."""
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_CREATED_COMMIT))()
    desk.later()
    assert desk.state(account.id) == (AccountStatus.CREATED, None)


STOPS = [(call, moment) for call in CHANGE for moment in ("trouble", "afterwards")]
"""`trouble`: stopped as the call begins, or its answer trickles in for an hour; `afterwards`: stopped behind it."""


@pytest.mark.parametrize("call, moment", [stop for stop in STOPS if stop != ("set_password", "trouble")])
def test_p4_a_worker_stopped_around_any_call_kills_no_mailed_password(desk: WorkerDesk, call: str, moment: str) -> None:
    """A new password on its way cannot be called back: that one call has the adapter's own time limit instead."""
    interrupted(desk)
    clock = [0.0]
    asleep: list[object] = []

    def oversleep(reached: object) -> None:
        if reached == call and not asleep:
            asleep.append(call)
            clock[0] += 3600
            desk.later()
            desk.run(desk.worker())

    setattr(desk.directory, moment, oversleep)
    zombie = desk.worker()
    zombie.lease.clock = lambda: clock[0]
    zombie()
    (user,) = desk.directory.users.values()
    assert asleep
    assert desk.mailed_password() == user.password, "the newest mail works"
    assert len(desk.mailer.sent) == 1


def test_after_its_lease_a_worker_begins_none_of_the_calls_that_are_left(desk: WorkerDesk) -> None:
    interrupted(desk)
    clock = [0.0]

    def trickle(call: object) -> None:
        clock[0] += 3600 if call == "end_sessions" else 0

    desk.directory.afterwards = trickle
    desk.directory.calls.clear()
    slow = desk.worker()
    slow.lease.clock = lambda: clock[0]
    slow()
    assert desk.directory.calls == ["get", "end_sessions"]


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="this system has no clock that counts its sleep")
def test_the_clock_of_a_lease_goes_on_while_the_machine_sleeps() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= Lease(timedelta(seconds=60)).clock() <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_what_may_still_arrive_late_is_taken_up_by_nobody_before(desk: WorkerDesk) -> None:
    """A new password whose answer never came may be set after all; no success elsewhere makes another one due."""
    interrupted(desk)
    other = approved_account(
        desk.database, email="b@example.com", email_again="b@example.com", customer_number="104244"
    )
    lost = TransientError("keycloak_unreachable", "keycloak", late=3600)
    desk.directory.trouble = raising(lost, "set_password")
    worker = desk.worker()
    before = datetime.now(UTC)
    desk.run(worker)
    desk.directory.trouble = no_trouble
    with desk.database.reading() as session:
        (waits,) = session.scalars(sa.select(Task).where(Task.problem == "keycloak_unreachable"))
    assert waits.leased_until is not None
    assert waits.leased_until >= before + timedelta(hours=1)
    desk.pauses_end()
    desk.run(worker)
    assert desk.state(other.id)[0] is AccountStatus.NOTIFIED
    assert [mail.to for mail in desk.mailer.sent] == ["b@example.com"]
    desk.later()
    desk.run()
    assert len(desk.mailer.sent) == 2


def test_what_an_overslept_worker_is_told_counts_as_nothing(desk: WorkerDesk) -> None:
    interrupted(desk)
    clock = [0.0]

    def refused_late(call: object) -> None:
        if call == "set_password":
            clock[0] += 3600
            raise ConfigurationError("keycloak_forbidden", "keycloak")

    desk.directory.trouble = refused_late
    worker = desk.worker()
    worker.lease.clock = lambda: clock[0]
    desk.run(worker)
    assert "keycloak" not in worker.failures.pauses.parts, "no outage is told"
