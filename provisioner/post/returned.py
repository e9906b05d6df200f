"""A letter that came back: noted with the reason the post gives, until somebody says what was done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.letters.rules import ReturnReason
from provisioner.cases.letters.tables import RETURNED, SentLetter
from provisioner.cases.moves import OBJECT, write_line
from provisioner.cases.tables import Case
from provisioner.entry.reader import EntryProblems, Problem, Reader
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.post.errors import Settled, UnknownLetter
from provisioner.staff.tables import StaffMember

ON, WHY, OUTCOME = "returned_on", "returned_reason", "return_outcome"


@dataclass(frozen=True)
class Return:
    """On which day a letter came back, and why."""

    on: date
    reason: ReturnReason


def read_return(raw: Mapping[str, str], *, today: date) -> Return:
    """Read what was typed. Raises EntryProblems."""
    read = Reader(raw, today=today, customer_number=str)
    on = read.day(ON, required=True)
    reason = read.choice(WHY, ReturnReason, ReturnReason.UNCLAIMED)
    if read.problems or on is None:
        raise EntryProblems(read.problems)
    return Return(on, reason)


def found(session: Session, letter_id: UUID) -> SentLetter:
    """The letter of the register. Raises UnknownLetter."""
    one = session.get(SentLetter, letter_id)
    if one is None:
        raise UnknownLetter(str(letter_id))
    return one


def note_return(session: Session, letter_id: UUID, told: Return, *, by: StaffMember, at: datetime) -> None:
    """Note that the letter is back; it waits for somebody from now on.

    Raises UnknownLetter, EntryProblems for a day before it left, and Settled.
    """
    one = found(session, letter_id)
    if told.on < office_date(one.sent_at):
        raise EntryProblems([Problem(ON, "before_sent")])
    values = {"returned_on": told.on, "returned_reason": told.reason, "noted_at": at, "noted_by": by.id}
    _change(session, one, SentLetter.returned_on.is_(None), values)
    write_line(
        session, Event.LETTER_RETURNED, session.get_one(Case, one.case_id), by=by, at=at, letter=one.kind,
        reason=told.reason, on=told.on.isoformat(),
    )  # fmt: skip


def note_bounce(session: Session, one: SentLetter, code: str, *, at: datetime) -> None:
    """Note that its mail came back, by the `code` of the report; nobody of the office has. Raises Settled."""
    on, reason = office_date(at), ReturnReason.UNDELIVERED
    values = {"returned_on": on, "returned_reason": reason, "noted_at": at}
    _change(session, one, SentLetter.returned_on.is_(None), values)
    journal.record(
        session, Event.LETTER_RETURNED, at=at, actor=journal.WORKER, object_type=OBJECT, object_id=one.case_id,
        values=None, letter=one.kind, reason=reason, on=on.isoformat(), code=code,
    )  # fmt: skip


def settle(session: Session, letter_id: UUID, *, outcome: str, by: StaffMember, at: datetime) -> None:
    """Say what was done about the return. Raises ReasonMissing, UnknownLetter, Settled."""
    done, one = given(outcome), found(session, letter_id)
    _change(session, one, sa.and_(*RETURNED), {"settled_at": at, "settled_by": by.id, "outcome": done})
    write_line(
        session, Event.LETTER_RETURN_SETTLED, session.get_one(Case, one.case_id), by=by, at=at,
        values={OUTCOME: ("", done)}, letter=one.kind,
    )  # fmt: skip


def _change(session: Session, one: SentLetter, stands: sa.ColumnElement[bool], values: Mapping[str, object]) -> None:
    """One conditional statement: of two who are at it at the same moment, one."""
    changed = session.execute(
        sa.update(SentLetter)
        .where(SentLetter.id == one.id, stands)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise Settled
