"""The queue of open applications, ordered by deadline and grouped by urgency (R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.applications.decide import hindrances_of
from provisioner.applications.tables import Application
from provisioner.cases.channels import Channel
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.status import OPEN_APPLICATIONS, ApplicationStatus
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
    """One open application at a glance; `days_left` are working days, negative when late, 0 when paused."""

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


def standing(application: Application, today: date, calendar: Calendar) -> tuple[Urgency, int]:
    """The group of an application and the working days left; an incomplete one has no deadline that runs (R4)."""
    if application.status is ApplicationStatus.INCOMPLETE:
        return Urgency.PAUSED, 0
    return urgency(application.due_last, today, calendar)


def queue(
    session: Session, *, today: date, status: ApplicationStatus | None = None, channel: Channel | None = None
) -> list[QueueLine]:
    """All open applications, the most urgent first, the paused ones last; none is hidden by age."""
    chosen = sa.select(Application).where(Application.status.in_([status] if status else OPEN_APPLICATIONS))
    if channel:
        chosen = chosen.where(Application.channel == channel)
    calendar = office.calendar(session, office.rules(session))
    lines = []
    paused = sa.case((Application.status == ApplicationStatus.INCOMPLETE, 1), else_=0)
    for application in session.scalars(chosen.order_by(paused, Application.due_last, Application.id)):
        group, left = standing(application, today, calendar)
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
