"""Holding the data of a case back from being erased, releasing them, and the end of a hold whose time is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.grounds import HoldGround
from provisioner.cases.holds.tables import CaseHold
from provisioner.cases.locking import lock_case
from provisioner.cases.moves import OBJECT
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.entry.reasons import LONGEST, given
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember

GROUND, UNTIL, REASON = "hold_ground", "hold_until", "hold_reason"
STANDS = CaseHold.ended_at.is_(None)


def held_back(case_id: Any) -> sa.ColumnElement[bool]:
    """Whether a hold stands on the case with this id, as a part of a query."""
    hold = CaseHold.__table__.alias()
    return sa.exists().where(hold.c.case_id == case_id, hold.c.ended_at.is_(None))


class AlreadyHeld(Exception):
    """A hold stands on this case already; it says everything about it."""


class NotHeld(Exception):
    """No hold stands on this case, or somebody has released it meanwhile."""


@dataclass(frozen=True)
class Held:
    """Why data are held back, in whose words, and the last day of it."""

    ground: HoldGround
    reason: str
    until: date


def read_hold(raw: Mapping[str, str], *, today: date) -> Held:
    """Read what was typed. Raises EntryProblems."""
    read = Reader(raw, today=today, customer_number=str)
    ground = read.choice(GROUND, HoldGround, HoldGround.CLAIMS)
    reason = read.lines(REASON, LONGEST, required=True)
    until = read.day_ahead(UNTIL)
    if read.problems or until is None:
        raise EntryProblems(read.problems)
    return Held(ground, reason, until)


def hold(session: Session, case_id: UUID, told: Held, *, by: StaffMember, at: datetime) -> None:
    """Hold the data of this case back, with all that stands on it. Raises UnknownCase, AlreadyHeld."""
    lock_case(session, case_id)
    if session.scalar(sa.select(CaseHold.id).where(CaseHold.case_id == case_id, STANDS)) is not None:
        raise AlreadyHeld
    session.add(
        CaseHold(
            case_id=case_id,
            ground=told.ground,
            reason=told.reason,
            until=told.until,
            held_by=by.id,
            holder=by,
            held_at=at,
        )
    )
    session.flush()
    journal.record(
        session, Event.CASE_HELD, at=at, actor=journal.staff(by.id), object_type=OBJECT, object_id=case_id,
        values={REASON: ("", told.reason)}, ground=told.ground, until=told.until.isoformat(),
    )  # fmt: skip


def release(session: Session, case_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> None:
    """End the hold; the case is erased when its time comes, or the next night. Raises ReasonMissing, NotHeld."""
    why = given(reason)
    if not _end(session, [CaseHold.case_id == case_id], ended_at=at, ended_by=by.id, ended_reason=why):
        raise NotHeld
    journal.record(
        session, Event.CASE_RELEASED, at=at, actor=journal.staff(by.id), object_type=OBJECT, object_id=case_id,
        values={"release_reason": ("", why)},
    )  # fmt: skip


def end_over(session: Session, now: datetime, most: int) -> int:
    """End up to `most` holds whose last day has passed; gives how many."""
    over = sa.select(CaseHold.id).where(STANDS, CaseHold.until < office_date(now)).order_by(CaseHold.id).limit(most)
    ended = _end(session, [CaseHold.id.in_(over)], ended_at=now)
    for case_id in ended:
        journal.record(
            session, Event.CASE_RELEASED, at=now, actor=journal.WORKER, object_type=OBJECT, object_id=case_id
        )
    return len(ended)


def _end(session: Session, which: Sequence[sa.ColumnElement[bool]], **values: object) -> Sequence[UUID]:
    """The cases whose hold this has ended; of two who end one at the same moment, one."""
    ended = sa.update(CaseHold).where(STANDS, *which).values(**values).returning(CaseHold.case_id)
    return session.scalars(ended.execution_options(synchronize_session=False)).all()
