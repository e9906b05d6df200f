"""The one door through which a paper case changes, with the journal line beside it; the database says who was first."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.errands.tables import CaseErrand
from provisioner.cases.errors import DecisionWaits, FasterColleague, UnknownCase
from provisioner.cases.locking import lock_case
from provisioner.cases.status import CASE_MOVES, OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.tables import CaseTaking
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffMember

OBJECT = "application"
"""What the journal calls a paper case, since its first line."""
NO_CHANGES = (
    Event.APPLICATION_SKIPPED, Event.APPLICATION_HANDED_OVER, Event.HAND_OVER_LAPSED, Event.COLLEAGUE_ASKED,
    Event.CASE_NOTED, Event.SCAN_ADDED, Event.SCAN_REMOVED, Event.SCAN_CHECKED,
    Event.SCAN_NOT_CHECKED, Event.SCAN_INFECTED, Event.ANSWER_REVEALED, Event.ANSWERS_ERASED,
    Event.DUPLICATE_WITHDRAWN, Event.DUPLICATE_FOUND, Event.EMERGENCY_ASKED, Event.EMERGENCY_USED,
    Event.EMERGENCY_REVIEWED,
    Event.LETTER_PRINTED, Event.LETTER_MAIL_ASKED, Event.LETTER_MAILED,
    Event.LETTER_NOT_MAILED, Event.LETTER_RETURNED, Event.LETTER_RETURN_SETTLED,
)  # fmt: skip
"""Lines about a case that were written while it stayed as it was."""
OF_CASE: sa.BindParameter[UUID] = sa.bindparam("of_case")
STANDING = (
    sa.select(WaitingDecision)
    .where(WaitingDecision.case_id == OF_CASE, WaitingDecision.lapsed_at.is_(None))
    .execution_options(populate_existing=True)
)
LAPSED = sa.delete(WaitingDecision).where(WaitingDecision.case_id == OF_CASE, WaitingDecision.lapsed_at.is_not(None))
TAKEN = sa.delete(CaseTaking).where(CaseTaking.case_id == OF_CASE)
ERRANDS = sa.delete(CaseErrand).where(CaseErrand.case_id == OF_CASE)
"""Built once: every change of a case runs them."""
BESIDE = ("decider", "taking", "waiting", "hold", "emergency")
"""What stands beside a case, whatever its revision."""


def move(
    session: Session,
    case: Case,
    to: CaseStatus,
    event: Event,
    *,
    revision: int,
    by: StaffMember,
    at: datetime,
    **values: str,
) -> None:
    """Change the status of the case as it was seen (`revision`), and write the line. Raises FasterColleague."""
    sources = [status for status, moves in CASE_MOVES.items() if to in moves]
    _change(session, case, sources, revision, status=to, decided_by=by.id, decided_at=at, **values)
    # What was put to colleagues about it is over, too.
    session.connection().execute(ERRANDS, {"of_case": case.id})
    write_line(session, event, case, by=by, at=at)


def take_up(session: Session, case: Case, *, revision: int) -> None:
    """Take the open case as it was seen (`revision`) to change what it says; it waits for a decision afterwards.

    The caller writes the line when it knows what has changed. Raises FasterColleague.
    """
    _change(session, case, OPEN_CASES, revision, status=CaseStatus.RECORDED)


def hold_still(session: Session, case: Case, *, revision: int) -> None:
    """Let the open case as it was seen (`revision`) say what it says, and let nothing seen before change it.

    Raises FasterColleague.
    """
    _change(session, case, OPEN_CASES, revision)


def write_line(
    session: Session,
    event: Event,
    case: Case,
    *,
    by: StaffMember,
    at: datetime,
    values: journal.Values | None = None,
    **details: Any,
) -> None:
    """One line of the journal about a case, with what changed in it (P8)."""
    journal.record(
        session, event, at=at, actor=journal.staff(by.id), object_type=OBJECT, object_id=case.id, values=values,
        **details,
    )  # fmt: skip


def conflict(session: Session, case: Case) -> FasterColleague:
    """Who changed the case last and when, for the person who came second; the journal knows.

    Raises UnknownCase for a case that was erased meanwhile.
    """
    if session.scalar(sa.select(Case.id).where(Case.id == case.id)) is None:
        raise UnknownCase(str(case.id))
    session.refresh(case)
    if waits := _waits(session, case.id):
        return waits
    last = session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.object_type == OBJECT, AuditEntry.object_id == str(case.id))
        .where(AuditEntry.event.not_in(NO_CHANGES))
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).one()
    staff_id = journal.staff_id(last.actor)
    who = session.get(StaffMember, staff_id) if staff_id else None
    return FasterColleague(case.status, who.name if who else "", last.at)


def _waits(session: Session, case_id: UUID) -> DecisionWaits | None:
    """The decision that waits for its time."""
    found = session.scalars(STANDING, {"of_case": case_id}).one_or_none()
    return DecisionWaits(found.verdict, found.decider.name, found.decided_at, found.until) if found else None


def _change(session: Session, case: Case, sources: object, revision: int, **values: object) -> None:
    # First the case, then what stands beside it: the order in which every door takes its locks.
    lock_case(session, case.id)
    if waits := _waits(session, case.id):
        raise waits
    # What is decided nobody has in hand any more; and whoever changed what it says may not decide it.
    for over in (TAKEN, LAPSED):
        session.connection().execute(over, {"of_case": case.id})
    changed = session.execute(
        sa.update(Case)
        .where(Case.id == case.id, Case.status.in_(sources), Case.revision == revision)  # type: ignore[arg-type]
        .values(revision=revision + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise conflict(session, case)
    # All else that it says is of the revision that was seen.
    session.refresh(case, ["revision", *values, *BESIDE])
