"""The queue of open cases, ordered by deadline and grouped by urgency (R4) or in another order; a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.queue.orders import Order, Place, place_of
from provisioner.cases.queue.statements import counting, firsts
from provisioner.cases.queue.wanted import Urgency, Wanted, asked_of, soon_until, standing
from provisioner.cases.tables import Case

ROWS, LEAST, AT_ONCE = 30, 5, 500
"""Cases a page shows, and of how many of each group it is sure."""


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


def queue(session: Session, wanted: Wanted, *, today: date) -> list[QueueGroup]:
    """The groups that are not empty, each with the first of its cases; none is hidden by age.

    Costs the same however many cases are open, but for counting them.
    """
    calendar = office.calendar_in_force(session)
    soon = soon_until(today, calendar)
    counts = _counts(session, wanted, today, soon)
    shares = _shares(counts)
    lines: dict[Urgency, list[QueueLine]] = {group: [] for group in shares}
    for case in _cases(session, firsts(wanted, today, soon, tuple(shares.items()))) if shares else []:
        group, left = standing(case, today, calendar)
        listed = lines[group if group in lines else Urgency.ANY]
        listed.append(QueueLine(case, group, left, case.hindrances(today)))
    return [_group(group, counts[group], lines[group], share, wanted.order) for group, share in shares.items()]


def anything(session: Session, wanted: Wanted, *, today: date) -> bool:
    """Whether the queue would show a case."""
    return bool(_counts(session, wanted, today, soon_until(today, office.calendar_in_force(session))))


def every(session: Session, wanted: Wanted, *, today: date) -> Iterator[QueueLine]:
    """Every case of the groups asked for, in the order of the queue, read in pages so that memory stays flat."""
    calendar = office.calendar_in_force(session)
    soon = soon_until(today, calendar)
    for group in asked_of(wanted):
        page = replace(wanted, after=None)
        # Nobody asks for these pages again: kept, they would push out what is asked every day.
        while cases := _cases(session, firsts.__wrapped__(page, today, soon, ((group, AT_ONCE),))):
            for case in cases:
                yield QueueLine(case, *standing(case, today, calendar), case.hindrances(today))
            page = replace(page, after=place_of(cases[-1], wanted.order))
            session.expunge_all()


def _group(group: Urgency, count: int, found: list[QueueLine], share: int, order: Order) -> QueueGroup:
    shown = found[:share]
    last = shown[-1].case if len(found) > share else None
    return QueueGroup(group, count, shown, place_of(last, order) if last else None)


def _counts(session: Session, wanted: Wanted, today: date, soon: date) -> dict[Urgency, int]:
    groups = asked_of(wanted)
    found = session.execute(counting(replace(wanted, after=None), today, soon)).one() if groups else ()
    return {group: count for group, count in zip(groups, found, strict=True) if count}


def _shares(counts: Mapping[Urgency, int]) -> dict[Urgency, int]:
    """How many cases of each group a page shows: a few of every group, the more of the most urgent."""
    shares = {group: min(count, LEAST) for group, count in counts.items()}
    left = ROWS - sum(shares.values())
    for group, count in counts.items():
        more = min(count - shares[group], left)
        shares[group] += more
        left -= more
    return shares


def _cases(session: Session, asked: sa.Select[Case]) -> Sequence[Case]:
    return session.scalars(asked).unique().all()
