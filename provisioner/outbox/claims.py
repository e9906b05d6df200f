"""The outbox: work decided in a transaction, carried out later by whoever holds the lease.

Rules: claiming is one conditional UPDATE; the attempt is the fencing token; every outcome is recorded `WHERE id AND
attempt`, so that a worker that overslept its lease records nothing.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from provisioner.accounts.rules import TaskKind
from provisioner.database.columns import Utc
from provisioner.outbox.tables import Task

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)
JITTER = 0.2
ALONE = ("keycloak_error", "mail_deferred")
"""Problems of one piece of work; a part that works again does not end these."""


def _claim_statement() -> ReturningUpdate[int, UUID, TaskKind, int, int]:
    free = sa.and_(Task.done_at.is_(None), Task.not_before <= sa.bindparam("now", type_=Utc()))
    due = sa.select(Task.id).where(free).order_by(Task.not_before, Task.id).limit(1).with_for_update(skip_locked=True)
    until = sa.bindparam("until", type_=Utc())
    # The lease is a wait as well: a task in somebody's hands leaves the front of the queue, so that the next claim need
    # not look past all those that are being worked on.
    taken = {
        "attempt": Task.attempt + 1,
        "not_before": until,
        "leased_until": until,
        "worker": sa.bindparam("by", type_=sa.String()),
    }
    return (
        sa.update(Task)
        .where(Task.id == due.scalar_subquery(), free)
        .values(taken)
        .returning(Task.id, Task.account_id, Task.kind, Task.attempt, Task.failures)
    )


CLAIM = _claim_statement()
"""Built once, because building it takes as long as running it."""


class LeaseLost(Exception):
    """Somebody else has claimed the task since; nothing of ours may be recorded."""


@dataclass(frozen=True)
class Claim:
    """A task in our hands until the lease ends; `first` means nobody has tried it before."""

    task_id: int
    account_id: UUID
    kind: TaskKind
    attempt: int
    failures: int

    @property
    def first(self) -> bool:
        """Whether nobody can have called the outside for this task before."""
        return self.attempt == 1


def put(session: Session, account_id: UUID, kind: TaskKind, not_before: datetime) -> None:
    """Add a task; the database allows one open task an account."""
    session.add(Task(account_id=account_id, kind=kind, not_before=not_before))


def claim(session: Session, *, now: datetime, worker: str, lease: timedelta) -> Claim | None:
    """Take the due task that has waited longest, or nothing.

    On SQLite the transaction is BEGIN IMMEDIATE, on PostgreSQL the row lock skips rows another worker is taking; the
    repeated condition makes the same statement safe on both.
    """
    found = session.connection().execute(CLAIM, {"now": now, "until": now + lease, "by": worker}).one_or_none()
    if found is None:
        return None
    task_id, account_id, kind, attempt, failures = found
    return Claim(task_id, account_id, kind, attempt, failures)


def finish(session: Session, claim: Claim, *, now: datetime) -> None:
    """Record that the task is done. Raises LeaseLost."""
    _ours(session, claim, done_at=now, leased_until=None, problem="")


def hold(session: Session, account_id: UUID, kind: TaskKind, *, now: datetime, worker: str, lease: timedelta) -> Claim:
    """Add a task already claimed by this worker, because only its memory holds what the task needs."""
    task = Task(
        account_id=account_id, kind=kind, not_before=now + lease, attempt=1, leased_until=now + lease, worker=worker
    )
    session.add(task)
    session.flush()
    return Claim(task.id, account_id, kind, 1, 0)


def extend(session: Session, claim: Claim, *, until: datetime) -> None:
    """Renew the lease between two waits for the outside. Raises LeaseLost."""
    _ours(session, claim, leased_until=until, not_before=until)


def put_off(session: Session, claim: Claim, *, until: datetime) -> None:
    """Give the task back, to be looked at again later; no failure is counted. Raises LeaseLost."""
    _ours(session, claim, leased_until=None, not_before=until, failures=0, first_failed_at=None, problem="")


def fail(
    session: Session, claim: Claim, *, now: datetime, problem: str, draw: Callable[[], float] = random.random
) -> None:
    """Give the task back after a failure of the outside, to be tried after a growing wait. Raises LeaseLost."""
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

    Raises LeaseLost.
    """
    _ours(session, claim, leased_until=None, not_before=until, problem=problem)


def wait(failures: int, draw: Callable[[], float] = random.random) -> timedelta:
    """5 s, doubled by each failure up to 5 min, ± 20 % so that waiting tasks do not come back together."""
    plain = min(FIRST_WAIT * (1 << min(failures, 10)), LONGEST_WAIT)
    return plain * (1 - JITTER + 2 * JITTER * draw())


def wake(session: Session, component: str, *, now: datetime) -> int:
    """Make everything that waits for a repaired part due at once; gives how many."""
    waits_for_it = sa.and_(Task.problem.startswith(f"{component}_"), Task.problem.not_in(ALONE))
    woken = session.execute(
        sa.update(Task)
        .where(Task.done_at.is_(None), Task.not_before > now, Task.leased_until.is_(None), waits_for_it)
        .values(not_before=now)
    )
    return int(woken.rowcount)  # type: ignore[attr-defined]


def cancel_open(session: Session, account_id: UUID, *, now: datetime) -> bool:
    """Close the account's waiting task in one statement; False when a worker holds it right now."""
    session.flush()
    mine = (Task.account_id == account_id, Task.done_at.is_(None))
    free = sa.or_(Task.leased_until.is_(None), Task.leased_until < now)
    session.execute(sa.update(Task).where(*mine, free).values(done_at=now))
    return session.scalar(sa.select(Task.id).where(*mine)) is None


def _ours(session: Session, claim: Claim, **values: object) -> None:
    changed = session.execute(
        sa.update(Task)
        .where(Task.id == claim.task_id, Task.attempt == claim.attempt, Task.done_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise LeaseLost(f"task {claim.task_id}, attempt {claim.attempt}")
