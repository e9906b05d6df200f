"""The queue of open cases, ordered by deadline and grouped by urgency (R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.channels import Channel
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.office.working_days import Calendar

SOON_DAYS = 2


class Urgency(StrEnum):
    """The groups of the queue, in its order; `paused` waits for the customer, so no day is counted."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    PAUSED = "paused"


@dataclass(frozen=True)
class QueueLine:
    """One open case at a glance; `days_left` are working days, negative when late, 0 when paused."""

    case: Case
    urgency: Urgency
    days_left: int
    hindrances: Sequence[Hindrance]


def urgency(due: date, today: date, calendar: Calendar) -> tuple[Urgency, int]:
    """The group of a due date and the working days left, today not counted."""
    left = calendar.working_days_between(today, due)
    if due < today:
        return Urgency.OVERDUE, min(left, -1)
    if due == today:
        return Urgency.TODAY, 0
    return (Urgency.SOON if left <= SOON_DAYS else Urgency.LATER), left


def standing(case: Case, today: date, calendar: Calendar) -> tuple[Urgency, int]:
    """The group of a case and the working days left; an incomplete one has no deadline that runs (R4)."""
    if case.status is CaseStatus.INCOMPLETE:
        return Urgency.PAUSED, 0
    return urgency(case.due_last, today, calendar)


def queue(
    session: Session, *, today: date, status: CaseStatus | None = None, channel: Channel | None = None
) -> list[QueueLine]:
    """All open cases, the most urgent first, the paused ones last; none is hidden by age."""
    chosen = sa.select(Case).where(Case.status.in_([status] if status else OPEN_CASES))
    if channel:
        chosen = chosen.where(Case.channel == channel)
    calendar = office.calendar(session, office.rules(session))
    lines = []
    paused = sa.case((Case.status == CaseStatus.INCOMPLETE, 1), else_=0)
    for case in session.scalars(chosen.order_by(paused, Case.due_last, Case.number)):
        group, left = standing(case, today, calendar)
        lines.append(QueueLine(case, group, left, case.hindrances()))
    return lines


def waiting_count(session: Session) -> int:
    """How many cases wait for a decision: the number in the navigation."""
    count = sa.select(sa.func.count()).select_from(Case).where(Case.status == CaseStatus.RECORDED)
    return session.scalar(count) or 0


def last_approved(session: Session) -> Case | None:
    """The most recently approved case, for the empty queue."""
    return session.scalars(
        sa.select(Case).where(Case.status == CaseStatus.APPROVED).order_by(Case.decided_at.desc(), Case.id).limit(1)
    ).one_or_none()
