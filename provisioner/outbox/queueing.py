"""Putting work into the outbox, taking it out again, waking what waits, and sweeping what is done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database import Upsert, lock, upsert
from provisioner.outbox.claims import Claim
from provisioner.outbox.kinds import Kind
from provisioner.outbox.tables import OPEN_IN_LANE, Task

ALONE = ("keycloak_error", "mail_deferred")
"""Problems of one piece of work; a part that works again does not end these."""
KEPT = timedelta(days=30)
"""How long a done task stays, for whoever asks what happened last week."""
_UNTRIED = {"attempt": 0, "failures": 0, "problem": ""}
HELD = sa.insert(Task).returning(Task.id)


def put(session: Session, kind: Kind, subject_id: UUID, not_before: datetime) -> None:
    """Add a task; the database refuses a second open one in its lane."""
    session.add(Task(**_columns(kind, subject_id), not_before=not_before))


def ensure(session: Session, kind: Kind, subject_id: UUID, not_before: datetime) -> None:
    """Make sure a task of this kind is due by then, unless its lane is taken by another kind; one statement.

    One that waits longer begins anew, without the failures it had.
    """
    session.flush()
    told = {**_columns(kind, subject_id), "not_before": not_before, **_UNTRIED}
    session.connection().execute(_ensuring(upsert(session)), told)


@cache
def _ensuring(insert: Callable[[type[Task]], Upsert]) -> Upsert:
    """Built once for each database, because building it takes longer than running it."""
    new = insert(Task)
    free = sa.and_(
        Task.kind == new.excluded.kind, Task.leased_until.is_(None), Task.not_before > new.excluded.not_before
    )
    anew = {
        "not_before": sa.case((free, new.excluded.not_before), else_=Task.not_before),
        "failures": sa.case((free, 0), else_=Task.failures),
        "first_failed_at": sa.case((free, sa.null()), else_=Task.first_failed_at),
        "problem": sa.case((free, ""), else_=Task.problem),
    }
    in_lane = ["subject_kind", "subject_id", "lane"]
    return new.on_conflict_do_update(index_elements=in_lane, index_where=OPEN_IN_LANE, set_=anew)


def hold(session: Session, kind: Kind, subject_id: UUID, *, now: datetime, worker: str, lease: timedelta) -> Claim:
    """Add a task already claimed by this worker, because only its memory holds what the task needs."""
    until = now + lease
    held = {**_columns(kind, subject_id), "not_before": until, "attempt": 1, "leased_until": until, "worker": worker}
    return Claim(session.connection().execute(HELD, held).scalar_one(), kind.name, subject_id, 1, 0)


def cancel_open(session: Session, kind: Kind, subject_id: UUID, *, now: datetime) -> bool:
    """Close the waiting task of this kind's lane in one statement; False when a worker holds it right now."""
    session.flush()
    mine = _open_in_lane(kind, subject_id)
    session.execute(sa.update(Task).where(*mine, _free(now)).values(done_at=now))
    return session.scalar(sa.select(Task.id).where(*mine)) is None


def call_off(session: Session, kind: Kind, subject_id: UUID, *, now: datetime) -> None:
    """Close the waiting task of this kind alone, so that what somebody asks for does not wait behind it."""
    session.flush()
    mine = (*_open_in_lane(kind, subject_id), Task.kind == kind.name, _free(now))
    session.execute(sa.update(Task).where(*mine).values(done_at=now))


def call_off_all(session: Session, kind: Kind, *, now: datetime) -> None:
    """Close every waiting task of a kind that would end as the last one did; those that others hold go on."""
    session.flush()
    waits = sa.select(Task.id).where(Task.kind == kind.name, Task.done_at.is_(None), _free(now))
    free = session.scalars(waits.order_by(Task.id).with_for_update(skip_locked=True)).all()
    session.execute(sa.update(Task).where(Task.id.in_(free)).values(done_at=now))


def keep(session: Session, kind: Kind, subjects: sa.Select[UUID]) -> None:
    """Let nobody else begin, end or close the open tasks of these subjects until the transaction ends.

    For whoever locks several subjects and closes their tasks afterwards: a worker takes the task first.
    """
    session.flush()
    of_them = (Task.subject_kind == kind.subject, Task.subject_id.in_(subjects), Task.lane == kind.lane)
    waits = sa.select(Task.id).where(*of_them, Task.done_at.is_(None))
    lock(session, waits.order_by(Task.id))


def supersede(session: Session, kind: Kind, subject_id: UUID, *, now: datetime) -> datetime:
    """Close whatever is open in this kind's lane, work under way too; gives when other work may begin in its place.

    A worker that is at it records nothing any more, and outside it begins nothing once its lease is over: until then
    the other work has to wait.
    """
    session.flush()
    mine = _open_in_lane(kind, subject_id)
    leases = session.scalars(sa.update(Task).where(*mine).values(done_at=now).returning(Task.leased_until))
    return max([now, *(until for until in leases if until)])


def wake(session: Session, component: str, *, now: datetime) -> int:
    """Make everything that waits for a repaired part due at once; gives how many."""
    waits_for_it = sa.and_(Task.problem.startswith(f"{component}_"), Task.problem.not_in(ALONE))
    woken = session.execute(
        sa.update(Task)
        .where(Task.done_at.is_(None), Task.not_before > now, Task.leased_until.is_(None), waits_for_it)
        .values(not_before=now)
    )
    return int(woken.rowcount)  # type: ignore[attr-defined]


def sweep(session: Session, now: datetime, most: int) -> int:
    """Remove up to `most` tasks that were done long ago; gives how many."""
    old = sa.select(Task.id).where(Task.done_at < now - KEPT).limit(most)
    swept = session.execute(sa.delete(Task).where(Task.id.in_(old)).execution_options(synchronize_session=False))
    return int(swept.rowcount)  # type: ignore[attr-defined]


def _free(now: datetime) -> sa.ColumnElement[bool]:
    """Nobody's, or of a worker that overslept its lease and records nothing any more."""
    return sa.or_(Task.leased_until.is_(None), Task.leased_until < now)


def _open_in_lane(kind: Kind, subject_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Task.subject_kind == kind.subject,
        Task.subject_id == subject_id,
        Task.lane == kind.lane,
        Task.done_at.is_(None),
    )


def _columns(kind: Kind, subject_id: UUID) -> dict[str, Any]:
    return {
        "kind": kind.name,
        "subject_kind": kind.subject,
        "subject_id": subject_id,
        "lane": kind.lane,
        "urgency": kind.urgency.value,
        "awaited": kind.awaited,
    }
