"""The one door through which a case is taken in hand and given back; the database says who was first."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner.cases.taking.tables import CaseTaking
from provisioner.office.time import office_date, office_midnight
from provisioner.staff.tables import StaffMember

HELD_FOR = timedelta(minutes=10)
TAKING = CaseTaking.__table__.c


class TakenByColleague(Exception):
    """A colleague has the case in hand, until `until` at the latest."""

    def __init__(self, who: str, until: datetime) -> None:
        super().__init__(who)
        self.who = who
        self.until = until


def take(session: Session, case_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Take a case in hand, or go on having it; False where a colleague has it."""
    free = sa.or_(TAKING.taken_by == by, TAKING.until <= at)
    had = {"taken_by": by, "until": at + HELD_FOR}
    taken = session.execute(
        sa.update(CaseTaking)
        .where(TAKING.case_id == case_id, free)
        .values(had)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount:  # type: ignore[attr-defined]
        return True
    try:
        with session.begin_nested():
            session.execute(sa.insert(CaseTaking).values(case_id=case_id, **had))
    except IntegrityError:
        return False
    return True


def give_back(session: Session, case_id: UUID, *, by: UUID) -> bool:
    """Leave the case to whoever comes next; False where this person has it no more."""
    given = session.execute(sa.delete(CaseTaking).where(TAKING.case_id == case_id, TAKING.taken_by == by))
    return bool(given.rowcount)  # type: ignore[attr-defined]


def has(session: Session, case_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Whether this person has the case, or had it last today and nobody has taken it since."""
    until = session.scalar(sa.select(TAKING.until).where(TAKING.case_id == case_id, TAKING.taken_by == by))
    return until is not None and is_of_today(until, at)


def is_of_today(until: datetime, at: datetime) -> bool:
    """Whether somebody still is at work with it: what was left on another day is in nobody's hand."""
    return until >= office_midnight(office_date(at))


def check_free(session: Session, case_id: UUID, *, by: UUID, at: datetime) -> None:
    """Nobody decides what a colleague has in hand. Raises TakenByColleague."""
    held = sa.select(StaffMember.name, TAKING.until).join(StaffMember, StaffMember.id == TAKING.taken_by)
    found = session.execute(held.where(TAKING.case_id == case_id, TAKING.taken_by != by, TAKING.until > at)).first()
    if found:
        raise TakenByColleague(found.name, found.until)
