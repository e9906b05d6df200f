"""The door through which somebody is made a substitute, and the one that ends it; each with its line in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.entry.reader import EntryProblems, Problem, Reader
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.colleagues import who_may
from provisioner.staff.roles import Action
from provisioner.staff.substitutes.tables import Substitution
from provisioner.staff.tables import StaffMember

ABSENT, SUBSTITUTE, FIRST, LAST = "absent", "substitute", "substitute_from", "substitute_until"
KEPT = timedelta(days=30)
"""So long after its last day a substitution is kept, for whoever asks why somebody has answered for another."""


class NoSubstitution(LookupError):
    """There is no such substitution any more, or it is none of this person's."""


@dataclass(frozen=True)
class Days:
    """From which day to which."""

    first: date
    last: date


def read_days(raw: Mapping[str, str], *, today: date) -> Days:
    """Read what was typed. Raises EntryProblems."""
    read = Reader(raw, today=today, customer_number=str)
    first, last = (read.day(name, required=True, coming=True) for name in (FIRST, LAST))
    if first and last and (last < first or last < today):
        read.wrong(LAST, "days_over")
    if read.problems or first is None or last is None:
        raise EntryProblems(read.problems)
    return Days(first, last)


def appoint(
    session: Session, absent: UUID | None, substitute: UUID | None, days: Days, *, by: StaffMember, at: datetime
) -> None:
    """Let somebody see what is put to a colleague who is away; one substitute a day, who is not away themselves.

    The same sent twice counts once. Raises EntryProblems.
    """
    known = {one.id for one in who_may(session, Action.NOTE)}
    if absent is None or absent not in known:
        raise EntryProblems([Problem(ABSENT, "choose")])
    if substitute is None or substitute not in known - {absent}:
        raise EntryProblems([Problem(SUBSTITUTE, "choose")])
    if _stands(session, absent, substitute, days):
        return
    session.add(
        Substitution(
            absent_id=absent, substitute_id=substitute, first_day=days.first, last_day=days.last, set_by=by.id,
            set_at=at,
        )
    )  # fmt: skip
    session.flush()
    _line(session, Event.SUBSTITUTE_APPOINTED, absent, substitute, by, at)


def _stands(session: Session, absent: UUID, substitute: UUID, days: Days) -> bool:
    """Whether this very substitution is there already. Raises EntryProblems where another stands against it."""
    # Of two about the same people at the same moment the second waits here, and sees the first. Rows that refer to
    # these people are written meanwhile.
    people = sa.select(StaffMember.id).where(StaffMember.id.in_((absent, substitute))).order_by(StaffMember.id)
    session.execute(people.with_for_update(key_share=True))
    away = sa.select(Substitution).where(Substitution.first_day <= days.last, Substitution.last_day >= days.first)
    if found := session.scalars(away.where(Substitution.absent_id == absent).limit(1)).one_or_none():
        if (found.substitute_id, found.first_day, found.last_day) == (substitute, days.first, days.last):
            return True
        raise EntryProblems([Problem(FIRST, "substituted")])
    if session.scalars(away.where(Substitution.absent_id == substitute).limit(1)).one_or_none():
        raise EntryProblems([Problem(SUBSTITUTE, "away")])
    return False


def end(session: Session, substitution_id: int, *, of: UUID | None, by: StaffMember, at: datetime) -> None:
    """End one; `of` is whose it has to be, None for anybody's. Raises NoSubstitution."""
    mine = sa.true() if of is None else Substitution.absent_id == of
    gone = (
        sa.delete(Substitution)
        .where(Substitution.id == substitution_id, mine)
        .returning(Substitution.absent_id, Substitution.substitute_id)
    )
    row = session.execute(gone.execution_options(synchronize_session=False)).one_or_none()
    if row is None:
        raise NoSubstitution(str(substitution_id))
    _line(session, Event.SUBSTITUTE_ENDED, row.absent_id, row.substitute_id, by, at)


def sweep(session: Session, now: datetime, most: int) -> int:
    """Remove up to `most` substitutions that were over 30 days ago; gives how many."""
    over = sa.select(Substitution.id).where(Substitution.last_day < office_date(now) - KEPT).limit(most)
    gone = sa.delete(Substitution).where(Substitution.id.in_(over)).execution_options(synchronize_session=False)
    return int(session.execute(gone).rowcount)  # type: ignore[attr-defined]


def _line(session: Session, event: Event, absent: UUID, substitute: UUID, by: StaffMember, at: datetime) -> None:
    """The days of an absence stand in no journal, which is kept for ever."""
    journal.record(
        session, event, at=at, actor=journal.staff(by.id), object_type="staff", object_id=absent,
        substitute=str(substitute),
    )  # fmt: skip
