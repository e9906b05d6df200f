"""Claiming: one conditional UPDATE that takes the lease and counts the attempt.

The attempt is the fencing token; every outcome is recorded `WHERE id AND attempt` (`outcomes`), so that a worker that
overslept its lease records nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from provisioner.database.columns import Utc
from provisioner.outbox.kinds import Urgency
from provisioner.outbox.tables import Task

TURNS = 8
"""In so many claims each urgency is asked for first at least once, so that a flood of other work starves none."""


@dataclass(frozen=True)
class Claim:
    """A task in our hands until the lease ends."""

    task_id: int
    kind: str
    subject_id: UUID
    attempt: int
    failures: int

    @property
    def first(self) -> bool:
        """Whether nobody can have called the outside for this task before."""
        return self.attempt == 1


def claim(
    session: Session, *, now: datetime, worker: str, lease: timedelta, kinds: Collection[str], turn: int = 0
) -> Claim | None:
    """Take the most urgent due task of these kinds that has waited longest; `turn` counts a worker's claims.

    On SQLite the transaction is BEGIN IMMEDIATE, on PostgreSQL the row lock skips rows another worker is taking; the
    repeated condition makes the same statement safe on both.
    """
    statement = CLAIMS_BY_TURN.get(turn % TURNS, CLAIM)
    values = {"now": now, "until": now + lease, "by": worker, "kinds": list(kinds)}
    found = session.connection().execute(statement, values).one_or_none()
    return Claim(*found) if found else None


def _claim_statement(order: Iterable[Urgency]) -> ReturningUpdate[int, str, UUID, int, int]:
    free = sa.and_(Task.done_at.is_(None), Task.not_before <= sa.bindparam("now", type_=Utc()))
    ours = Task.kind.in_(sa.bindparam("kinds", expanding=True))
    # One look at the index for each urgency: a list in one look would walk past all that is not due yet.
    due = [
        sa.select(Task.id)
        .where(free, ours, Task.urgency == urgency.value)
        .order_by(Task.not_before, Task.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
        for urgency in order
    ]
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
        .where(Task.id == sa.func.coalesce(*due), free)
        .values(taken)
        .returning(Task.id, Task.kind, Task.subject_id, Task.attempt, Task.failures)
    )


CLAIM = _claim_statement(Urgency)
"""Built once, because building it takes as long as running it."""
CLAIMS_BY_TURN = {
    TURNS - 1: _claim_statement((Urgency.BULK, Urgency.NORMAL, Urgency.URGENT)),
    TURNS // 2 - 1: _claim_statement((Urgency.NORMAL, Urgency.URGENT, Urgency.BULK)),
}
