"""What became of a claimed task; each is recorded only while the attempt is still ours. All may raise LeaseLost."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Update

from provisioner.database.columns import Utc
from provisioner.outbox.claims import Claim
from provisioner.outbox.tables import Task

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)
JITTER = 0.2
OURS = sa.update(Task).where(
    Task.id == sa.bindparam("ours"), Task.attempt == sa.bindparam("at_attempt"), Task.done_at.is_(None)
)
FINISHED = OURS.values(done_at=sa.bindparam("now", type_=Utc()), leased_until=None, problem="")
"""Built once, because building it takes longer than running it, and each piece of work ends with it."""


class LeaseLost(Exception):
    """Somebody else has claimed the task since; nothing of ours may be recorded."""


def finish(session: Session, claim: Claim, *, now: datetime) -> None:
    """The task is done."""
    _record(session, claim, FINISHED, now=now)


def extend(session: Session, claim: Claim, *, until: datetime) -> None:
    """Renew the lease between two waits for the outside."""
    _ours(session, claim, leased_until=until, not_before=until)


def put_off(session: Session, claim: Claim, *, until: datetime) -> None:
    """Give the task back, to be looked at again later; no failure is counted."""
    _ours(session, claim, leased_until=None, not_before=until, failures=0, first_failed_at=None, problem="")


def fail(
    session: Session, claim: Claim, *, now: datetime, problem: str, draw: Callable[[], float] = random.random
) -> None:
    """Give the task back after a failure of the outside, to be tried after a growing wait."""
    _ours(
        session,
        claim,
        leased_until=None,
        not_before=now + wait(claim.failures, draw),
        failures=Task.failures + 1,
        first_failed_at=sa.func.coalesce(Task.first_failed_at, sa.literal(now, Utc)),
        problem=problem,
    )


def await_repair(session: Session, claim: Claim, *, until: datetime, problem: str) -> None:
    """Give the task back during an outage: the first success wakes it, and nothing is counted against it.

    What it waited before is not counted either: an outage is often known only once several have met it.
    """
    _ours(session, claim, leased_until=None, not_before=until, first_failed_at=None, problem=problem)


def await_settling(session: Session, claim: Claim, *, until: datetime, problem: str) -> None:
    """Keep the task during an outage, as long as what was asked may still be done: no success wakes it before.

    As in every outage, what it waited before is not counted.
    """
    _ours(session, claim, leased_until=until, not_before=until, first_failed_at=None, problem=problem)


def wait(failures: int, draw: Callable[[], float] = random.random) -> timedelta:
    """5 s, doubled by each failure up to 5 min, ± 20 % so that waiting tasks do not come back together."""
    plain = min(FIRST_WAIT * (1 << min(failures, 10)), LONGEST_WAIT)
    return plain * (1 - JITTER + 2 * JITTER * draw())


def _ours(session: Session, claim: Claim, **values: object) -> None:
    _record(session, claim, OURS.values(**values))


def _record(session: Session, claim: Claim, changed: Update, **told: object) -> None:
    values = {"ours": claim.task_id, "at_attempt": claim.attempt, **told}
    if not session.connection().execute(changed, values).rowcount:
        raise LeaseLost(f"task {claim.task_id}, attempt {claim.attempt}")
