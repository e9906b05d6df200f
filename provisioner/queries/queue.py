"""The queue of open applications, ordered by deadline and grouped by urgency (R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.applications.decide import hindrances_of
from provisioner.deadlines import Calendar
from provisioner.domain.application import OPEN_APPLICATIONS, ApplicationStatus, Channel, Hindrance
from provisioner.models import Application

SOON_DAYS = 2


class Urgency(StrEnum):
    """The four groups of the queue."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class QueueLine:
    """One open application at a glance; `days_left` are working days, negative when late."""

    application: Application
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


def queue(
    session: Session, *, today: date, status: ApplicationStatus | None = None, channel: Channel | None = None
) -> list[QueueLine]:
    """All open applications, the most urgent first; none is hidden by age."""
    chosen = sa.select(Application).where(Application.status.in_([status] if status else OPEN_APPLICATIONS))
    if channel:
        chosen = chosen.where(Application.channel == channel)
    calendar = office.calendar(session, office.rules(session))
    lines = []
    for application in session.scalars(chosen.order_by(Application.due_last, Application.id)):
        group, left = urgency(application.due_last, today, calendar)
        lines.append(QueueLine(application, group, left, hindrances_of(application)))
    return lines


def waiting_count(session: Session) -> int:
    """How many applications wait for a decision: the number in the navigation."""
    count = sa.select(sa.func.count()).select_from(Application).where(Application.status == ApplicationStatus.RECORDED)
    return session.scalar(count) or 0


def last_approved(session: Session) -> Application | None:
    """The most recently approved application, for the empty queue."""
    return session.scalars(
        sa.select(Application)
        .where(Application.status == ApplicationStatus.APPROVED)
        .order_by(Application.decided_at.desc(), Application.id)
        .limit(1)
    ).one_or_none()
