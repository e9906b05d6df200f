"""Another approver looks at what somebody has approved alone, and says what they found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.emergency.tables import EmergencyApproval, ReviewOutcome
from provisioner.cases.errors import OwnEntry
from provisioner.cases.moves import write_line
from provisioner.cases.tables import Case
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.entry.reasons import LONGEST
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember

VERDICT, REVIEW = "verdict", "review"
MOST = 100
WAITS = sa.and_(EmergencyApproval.used_at.is_not(None), EmergencyApproval.reviewed_at.is_(None))


class NothingToReview(Exception):
    """No such approval waits for a review: it was reviewed meanwhile, or its case is erased."""


@dataclass(frozen=True)
class Reviewed:
    """What somebody has found, in their words."""

    verdict: ReviewOutcome
    words: str


@dataclass(frozen=True)
class Listed:
    """An approval with its case."""

    approval: EmergencyApproval
    case: Case


def read_review(raw: Mapping[str, str]) -> Reviewed:
    """Read what was typed. Raises EntryProblems."""
    read = Reader(raw, today=date.min, customer_number=str)
    verdict = read.choice(VERDICT, ReviewOutcome, ReviewOutcome.OBJECTED)
    words = read.lines(REVIEW, LONGEST, required=True)
    if read.problems:
        raise EntryProblems(read.problems)
    return Reviewed(verdict, words)


def review(session: Session, case_id: UUID, found: Reviewed, *, by: StaffMember, at: datetime) -> Case:
    """Note what somebody else has found; of two reviews at once the first stands. Raises NothingToReview, OwnEntry."""
    case = session.get(Case, case_id)
    if case is None or case.emergency is None or case.emergency.used_at is None:
        raise NothingToReview
    if not may_review(case, by.id):
        raise OwnEntry
    values = {"reviewed_by": by.id, "reviewed_at": at, "verdict": found.verdict, "review": found.words}
    noted = sa.update(EmergencyApproval).where(EmergencyApproval.case_id == case_id, WAITS).values(**values)
    if not session.execute(noted.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]
        raise NothingToReview
    write_line(
        session, Event.EMERGENCY_REVIEWED, case, by=by, at=at, values={REVIEW: ("", found.words)},
        verdict=found.verdict,
    )  # fmt: skip
    return case


def may_review(case: Case, by: UUID) -> bool:
    """Whether this person had nothing to do with the case: neither keyed it in nor approved it."""
    return case.decided_by != by and not case.is_own_of(by)


def to_review(session: Session) -> Sequence[Listed]:
    """What waits, the oldest first."""
    return _listed(session, WAITS, EmergencyApproval.used_at.asc())


def reviewed(session: Session) -> Sequence[Listed]:
    """What was reviewed, the newest first."""
    return _listed(session, EmergencyApproval.reviewed_at.is_not(None), EmergencyApproval.reviewed_at.desc())


def every(session: Session) -> Sequence[Listed]:
    """All of them, however long ago, the oldest first."""
    return _listed(session, EmergencyApproval.used_at.is_not(None), EmergencyApproval.used_at.asc(), most=None)


def to_review_count() -> sa.ScalarSelect[int]:
    """How many wait: for the navigation, to be asked for together with others."""
    return sa.select(sa.func.count()).select_from(EmergencyApproval).where(WAITS).scalar_subquery()


def _listed(
    session: Session,
    which: sa.ColumnElement[bool],
    order: sa.UnaryExpression[datetime | None],
    most: int | None = MOST,
) -> Sequence[Listed]:
    chosen = sa.select(EmergencyApproval, Case).join(Case, Case.id == EmergencyApproval.case_id)
    rows = session.execute(chosen.where(which).order_by(order, Case.number).limit(most)).unique().all()
    return [Listed(approval, case) for approval, case in rows]
