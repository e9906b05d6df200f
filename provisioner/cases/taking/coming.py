"""Which case somebody decides next, what they skip, and what they have done and left when nothing comes any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.errands.listing import handed_to, handed_to_others
from provisioner.cases.locking import lock_case
from provisioner.cases.moves import conflict, write_line
from provisioner.cases.queue.open_cases import DECISION, ROW, STANDS_STILL, is_own
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.holding import TAKING, give_back, take
from provisioner.cases.taking.tables import CaseSkip, SkipReason
from provisioner.journal import Event
from provisioner.office.time import office_date, office_midnight
from provisioner.staff.tables import StaffMember

SKIP = CaseSkip.__table__.c
WAITS = sa.and_(ROW.status == CaseStatus.RECORDED, ~STANDS_STILL)
DECIDED = (CaseStatus.APPROVED, CaseStatus.REFUSED, CaseStatus.INCOMPLETE)


@dataclass(frozen=True)
class Day:
    """What one approver has decided and skipped today, and what waits that does not come to them."""

    decided: Mapping[CaseStatus, int]
    skipped: int
    own: int
    taken: int


def take_next(session: Session, *, by: UUID, at: datetime) -> UUID | None:
    """The case that this person has in hand, or else the most urgent one they may decide, taken; None at the end."""
    while case_id := _first(session, by, at):
        if take(session, case_id, by=by, at=at):
            return case_id
    return None


def skip(session: Session, case_id: UUID, reason: SkipReason, *, by: StaffMember, at: datetime) -> Case:
    """Give the case back and do not get it again today. Raises UnknownCase, FasterColleague."""
    lock_case(session, case_id)
    case = session.get_one(Case, case_id, populate_existing=True)
    if case.status is not CaseStatus.RECORDED or case.stands_still:
        raise conflict(session, case)
    try:
        with session.begin_nested():
            session.add(CaseSkip(case_id=case_id, staff_id=by.id, skipped_on=office_date(at), reason=reason))
    except IntegrityError:
        # A second click, or a second tab: it is skipped and written down already.
        return case
    give_back(session, case_id, by=by.id)
    write_line(session, Event.APPLICATION_SKIPPED, case, by=by, at=at, values={"skip_reason": ("", reason)})
    return case


def day(session: Session, *, by: UUID, at: datetime) -> Day:
    """This person's day so far."""
    since = office_midnight(office_date(at))
    mine = sa.select(ROW.status, sa.func.count().label("decided")).where(
        ROW.status.in_(DECIDED), ROW.decided_at >= since, ROW.decided_by == by
    )
    decided = {row.status: row.decided for row in session.execute(mine.group_by(ROW.status))}
    own, skipped, taken = (sa.func.count().filter(part) for part in (is_own(by), _skipped(by, at), _taken(by, at)))
    left = session.execute(sa.select(own, skipped, taken).select_from(Case.__table__).where(WAITS)).one()
    return Day(decided, left[1], left[0] if office.rules(session).four_eyes else 0, left[2])


def _skipped(by: UUID, at: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(SKIP.case_id == ROW.id, SKIP.staff_id == by, SKIP.skipped_on == office_date(at))


def _taken(by: UUID, at: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(TAKING.case_id == ROW.id, TAKING.taken_by != by, TAKING.until > at)


def _first(session: Session, by: UUID, at: datetime) -> UUID | None:
    mine = [WAITS, ~_skipped(by, at), *([~is_own(by)] if office.rules(session).four_eyes else [])]
    first = sa.select(ROW.id).where(*mine).order_by(ROW.due_last, ROW.number).limit(1)
    in_hand = sa.exists().where(TAKING.case_id == ROW.id, TAKING.taken_by == by, TAKING.until > at)
    # What they had decided in vain comes before what is new to them.
    lapsed = sa.exists().where(DECISION.case_id == ROW.id, DECISION.decided_by == by, DECISION.lapsed_at.is_not(None))
    free, today = first.where(~_taken(by, at)), office_date(at)
    # What a colleague was given to decide comes to others only when nothing else is left.
    turns = (
        first.where(in_hand), free.where(lapsed), free.where(handed_to(by, today)),
        free.where(~handed_to_others(by, today)), free,
    )  # fmt: skip
    return next((found for turn in turns if (found := session.scalar(turn))), None)
