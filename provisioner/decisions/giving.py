"""Giving a decision, which waits for the office's `undo_window_seconds`, and taking it back before it counts (R4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office, outbox
from provisioner.cases.decide import find
from provisioner.cases.emergency import asking as emergency
from provisioner.cases.letters.following import follow
from provisioner.cases.moves import conflict, hold_still, write_line
from provisioner.cases.tables import Case
from provisioner.cases.taking.holding import take
from provisioner.cases.taking.tables import CaseTaking
from provisioner.cases.verdict import Verdict
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.decisions.doors import apply
from provisioner.decisions.kinds import APPLY
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


@dataclass(frozen=True)
class Given:
    """What came of a decision: until when it can be taken back, or what the door gave where it counts at once."""

    case: Case
    until: datetime | None
    came: Any = None


def give(
    session: Session, kind: type[Case], case_id: UUID, verdict: Verdict, *, by: StaffMember, at: datetime
) -> Given:
    """Decide; whatever would stop the decision now stops it here, before it waits.

    Raises UnknownCase, accounts.Busy, one of doors.STOPS.
    """
    case, window = find(session, kind, case_id), office.rules(session).undo_window
    if not window:
        return Given(case, None, apply(session, case, verdict, by=by, at=at))
    attempt = session.begin_nested()
    try:
        apply(session, case, verdict, by=by, at=at)
    finally:
        attempt.rollback()
    session.refresh(case)  # It still says what was tried.
    _wait(session, case, verdict, by, at, at + window)
    return Given(case, at + window)


def take_back(session: Session, case_id: UUID, *, by: StaffMember, at: datetime) -> Case:
    """The decision never counts; whoever gave it has the case in hand. Raises UnknownCase, FasterColleague."""
    case = find(session, Case, case_id)
    gone = sa.delete(WaitingDecision).where(
        WaitingDecision.case_id == case_id, WaitingDecision.decided_by == by.id, WaitingDecision.lapsed_at.is_(None)
    )
    verdict = session.scalar(gone.returning(WaitingDecision.verdict).execution_options(synchronize_session=False))
    if verdict is None:
        raise conflict(session, case)
    session.refresh(case)
    # A worker that holds the task this very moment finds nothing to apply.
    outbox.cancel_open(session, APPLY, case_id, now=at)
    emergency.let_go(session, case_id)
    # Whoever took the case in hand in the moment of the decision has it no more.
    session.execute(sa.delete(CaseTaking).where(CaseTaking.case_id == case_id, CaseTaking.taken_by != by.id))
    take(session, case_id, by=by.id, at=at)
    write_line(session, Event.DECISION_TAKEN_BACK, case, by=by, at=at, verdict=verdict)
    return case


def _wait(session: Session, case: Case, verdict: Verdict, by: StaffMember, at: datetime, until: datetime) -> None:
    hold_still(session, case, revision=verdict.revision)
    session.flush()
    # What the case says is the same: a letter that has left has left, and a word given for it counts.
    emergency.keep(session, case, verdict.revision, by, at)
    follow(session, case, verdict.revision)
    session.add(
        WaitingDecision(
            case_id=case.id,
            verdict=verdict.status,
            revision=case.revision,
            reason=verdict.reason.strip(),
            decided_by=by.id,
            decided_at=at,
            until=until,
        )
    )
    session.flush()
    outbox.ensure(session, APPLY, case.id, until)
    write_line(session, Event.DECISION_GIVEN, case, by=by, at=at, verdict=verdict.status)
