"""The queue of open cases, ordered by deadline and grouped by urgency (R4) or in another order; a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, lazyload

from provisioner import office
from provisioner.cases.channels import Channel
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.queue.open_cases import ROW, is_own
from provisioner.cases.queue.orders import Order, Place, beyond, place_of, sorted_by
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.office.working_days import Calendar

SOON_DAYS = 2
ROWS, LEAST, AT_ONCE = 30, 5, 500
"""Cases a page shows, and of how many of each group it is sure."""


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
class QueueLine:
    """One open case at a glance; `days_left` are working days, negative when late, 0 when paused."""

    case: Case
    urgency: Urgency
    days_left: int
    hindrances: Sequence[Hindrance]


@dataclass(frozen=True)
class QueueGroup:
    """A page of one group; `count` is the whole group, `rest` the place after which it goes on, if it does."""

    urgency: Urgency
    count: int
    lines: Sequence[QueueLine]
    rest: Place | None


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


def queue(session: Session, wanted: Wanted, *, today: date) -> list[QueueGroup]:
    """The groups that are not empty, each with the first of its cases; none is hidden by age.

    Costs the same however many cases are open, but for counting them.
    """
    calendar = office.calendar_in_force(session)
    spans = _spans(wanted, today, calendar)
    if not spans:
        return []
    counts = _counts(session, spans)
    shares = _shares(counts)
    lines: dict[Urgency, list[QueueLine]] = {group: [] for group in shares}
    for case in _cases(session, spans, shares, wanted):
        group, left = standing(case, today, calendar)
        listed = lines[group if group in lines else Urgency.ANY]
        listed.append(QueueLine(case, group, left, case.hindrances(today)))
    return [_group(group, counts[group], lines[group], share, wanted.order) for group, share in shares.items()]


def anything(session: Session, wanted: Wanted, *, today: date) -> bool:
    """Whether the queue would show a case."""
    spans = _spans(wanted, today, office.calendar_in_force(session))
    return bool(spans and _counts(session, spans))


def every(session: Session, wanted: Wanted, *, today: date) -> Iterator[QueueLine]:
    """Every case of the groups asked for, in the order of the queue, read in pages so that memory stays flat."""
    calendar = office.calendar_in_force(session)
    for group, span in _spans(wanted, today, calendar).items():
        page = replace(wanted, after=None)
        while cases := _cases(session, {group: span}, {group: AT_ONCE}, page):
            for case in cases:
                yield QueueLine(case, *standing(case, today, calendar), case.hindrances(today))
            page = replace(page, after=place_of(cases[-1], wanted.order))
            session.expunge_all()


def _group(group: Urgency, count: int, found: list[QueueLine], share: int, order: Order) -> QueueGroup:
    shown = found[:share]
    last = shown[-1].case if len(found) > share else None
    return QueueGroup(group, count, shown, place_of(last, order) if last else None)


def _spans(wanted: Wanted, today: date, calendar: Calendar) -> Mapping[Urgency, sa.ColumnElement[bool]]:
    """Which cases make each group that is asked for, as ranges of one index."""
    due = ROW.due_last
    after_soon = next(day.date for day in calendar.days_after(today) if day.count > SOON_DAYS)
    days = {
        Urgency.OVERDUE: due < today,
        Urgency.TODAY: due == today,
        Urgency.SOON: sa.and_(due > today, due < after_soon),
        Urgency.LATER: due >= after_soon,
        Urgency.ANY: sa.true(),
        Urgency.PAUSED: sa.true(),
    }
    running = sorted(OPEN_CASES - {CaseStatus.INCOMPLETE})
    spans = {}
    for group in groups_of(wanted.order):
        states = [CaseStatus.INCOMPLETE] if group is Urgency.PAUSED else running
        if wanted.group in (None, group) and wanted.status in (None, *states):
            of_channel = ROW.channel == wanted.channel if wanted.channel else sa.true()
            others = ~is_own(wanted.but_of) if wanted.but_of else sa.true()
            spans[group] = sa.and_(ROW.status.in_(states), days[group], of_channel, others)
    return spans


def _counts(session: Session, spans: Mapping[Urgency, sa.ColumnElement[bool]]) -> dict[Urgency, int]:
    counted = (sa.func.count().filter(span) for span in spans.values())
    found = session.execute(sa.select(*counted).select_from(Case.__table__).where(ROW.status.in_(OPEN_CASES))).one()
    return {group: count for group, count in zip(spans, found, strict=True) if count}


def _shares(counts: Mapping[Urgency, int]) -> dict[Urgency, int]:
    """How many cases of each group a page shows: a few of every group, the more of the most urgent."""
    shares = {group: min(count, LEAST) for group, count in counts.items()}
    left = ROWS - sum(shares.values())
    for group, count in counts.items():
        more = min(count - shares[group], left)
        shares[group] += more
        left -= more
    return shares


def _cases(
    session: Session,
    spans: Mapping[Urgency, sa.ColumnElement[bool]],
    shares: Mapping[Urgency, int],
    wanted: Wanted,
) -> Sequence[Case]:
    """The first cases of each group and one more, which tells that there are others."""
    if not shares:
        return []
    order = sorted_by(wanted.order)
    rest = beyond(wanted.after, wanted.order) if wanted.after else sa.true()
    firsts = (
        sa.select(ROW.id).where(spans[group], rest).order_by(*order).limit(share + 1).subquery()
        for group, share in shares.items()
    )
    ids = sa.union_all(*(sa.select(first.c.id) for first in firsts)).subquery()
    # Joined, and first: a condition `IN` comes after some dozen joins on PostgreSQL, which it then makes of all cases.
    found = sa.select(Case).select_from(sa.join(ids, Case, Case.id == ids.c.id)).order_by(*order)
    return session.scalars(found.options(lazyload(Case.editors), joinedload(Case.errands))).unique().all()
