"""What can be asked of the queue, and in which groups it is read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from provisioner.cases.channels import Channel
from provisioner.cases.queue.orders import Order, Place
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.office.working_days import Calendar

SOON_DAYS = 2


class Urgency(StrEnum):
    """The groups of the queue, in its order; `paused` waits for the customer, so no day is counted.

    In another order than the deadline's all cases whose days are counted are one group, `any`.
    """

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    ANY = "any"
    PAUSED = "paused"


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see: cases of a state or a channel, in which order, one group only and from where on.

    `but_of` is somebody whose own entries are left out.
    """

    status: CaseStatus | None = None
    channel: Channel | None = None
    but_of: UUID | None = None
    order: Order = Order.DEADLINE
    group: Urgency | None = None
    after: Place | None = None


def groups_of(order: Order) -> list[Urgency]:
    """The groups in which the queue is read in this order."""
    if order is Order.DEADLINE:
        return [group for group in Urgency if group is not Urgency.ANY]
    return [Urgency.ANY, Urgency.PAUSED]


def asked_of(wanted: Wanted) -> dict[Urgency, list[CaseStatus]]:
    """The groups that somebody asked for, in the queue's order, each with the states of its cases."""
    running = sorted(OPEN_CASES - {CaseStatus.INCOMPLETE})
    states = {one: [CaseStatus.INCOMPLETE] if one is Urgency.PAUSED else running for one in groups_of(wanted.order)}
    return {
        group: found
        for group, found in states.items()
        if wanted.group in (None, group) and wanted.status in (None, *found)
    }


def soon_until(today: date, calendar: Calendar) -> date:
    """The first day whose cases are not due soon yet."""
    return next(day.date for day in calendar.days_after(today) if day.count > SOON_DAYS)


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
