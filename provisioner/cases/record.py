"""Taking a paper into the office: its number, its deadline, and that one form sent twice is one case (R1)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner.cases.deadlines import set_deadline
from provisioner.cases.errors import OtherContent
from provisioner.cases.finding.spelling import learn
from provisioner.cases.moves import write_line
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case, CaseEditor, CaseNumber
from provisioner.database import constraint_of, insert_or_update
from provisioner.journal import Event, Values
from provisioner.office.time import office_date, office_midnight
from provisioner.staff.tables import StaffMember

AnyCase = TypeVar("AnyCase", bound=Case)
YES, NO = "yes", "no"
FORM_KEY = ("uq_paper_case_form_key", "paper_case.form_key")
"""The constraint by which the databases know a form that was sent twice."""


def recorded_once(
    session: Session,
    kind: type[AnyCase],
    form_key: UUID,
    event: Event,
    *,
    filled: Callable[[], AnyCase],
    differs: Callable[[AnyCase], object],
    by: StaffMember,
    at: datetime,
) -> AnyCase:
    """The case `filled` from this form, with deadline and journal line; the same form sent twice, even at the same
    moment, makes one.

    Raises OtherContent when the form has made a case that `differs` from what it says now.
    """
    found = _already(session, kind, form_key)
    if found is None:
        try:
            # What the second of two equal forms took, its number for one, is given back with its savepoint.
            with session.begin_nested():
                case = _taken_in(session, filled())
        except IntegrityError as error:
            found = _already(session, kind, form_key) if constraint_of(error) in FORM_KEY else None
            if found is None:
                raise
        else:
            write_line(session, event, case, by=by, at=at, channel=case.channel, due=case.due_last.isoformat())
            return case
    if differs(found):
        raise OtherContent(found.id, found.number)
    return found


def _taken_in(session: Session, case: AnyCase) -> AnyCase:
    set_deadline(session, case)
    session.add(case)
    session.flush()
    learn(session, (one.word for one in case.words))
    return case


def new_case(
    session: Session, kind: type[AnyCase], form_key: UUID, /, *, by: StaffMember, at: datetime, **own: Any
) -> AnyCase:
    """A case of this kind with the next number of the year, not yet in the session; `own` is what its purpose adds."""
    return kind(
        **{"id": uuid4(), **own}, form_key=form_key, status=CaseStatus.RECORDED, recorded_at=at, recorded_by=by.id,
        recorder=by, number=_next_number(session, office_date(at).year),
    )  # fmt: skip


def note_copy(case: Case, *, handed: bool, by: UUID, at: datetime) -> None:
    """Whether the customer has been handed a copy (R3); the first time and who it was stay."""
    if not handed:
        case.copy_handed_at = case.copy_handed_by = None
    elif case.copy_handed_at is None:
        case.copy_handed_at, case.copy_handed_by = at, by


def changed_ticks(ticks: Mapping[str, tuple[bool, bool]]) -> Values:
    """Of what a paper only ticks, before and after, what differs, as the journal says it."""
    return {
        name: (YES if before else NO, YES if after else NO)
        for name, (before, after) in ticks.items()
        if before != after
    }  # fmt: skip


def note_editor(case: Case, staff_id: UUID) -> None:
    """Remember who keyed in or changed the case (P6)."""
    if not case.is_own_of(staff_id):
        case.editors.append(CaseEditor(staff_id=staff_id))


def _already(session: Session, kind: type[AnyCase], form_key: UUID) -> AnyCase | None:
    return session.scalar(sa.select(kind).where(kind.form_key == form_key))


def recorded_on(session: Session, on: date, *, by: UUID) -> int:
    """How many papers this person has recorded on a day and nobody has taken back."""
    known = Case.__table__.c
    counted = sa.select(sa.func.count()).where(
        known.recorded_by == by, known.recorded_at >= office_midnight(on),
        known.recorded_at < office_midnight(on + timedelta(days=1)), known.status != CaseStatus.WITHDRAWN,
    )  # fmt: skip
    return session.scalars(counted).one()


def _next_number(session: Session, year: int) -> str:
    """The next number of the year, such as `2026/000123`; one statement, so that two clerks never get the same."""
    statement = insert_or_update(session, CaseNumber).values(year=year, last=1)
    counted = statement.on_conflict_do_update(index_elements=["year"], set_={"last": CaseNumber.last + 1})
    return f"{year}/{session.scalar(counted.returning(CaseNumber.last)):06d}"
