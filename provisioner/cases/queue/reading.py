"""The queue of open cases, ordered by deadline and grouped by urgency (R4) or in another order; a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import repeat
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.queue.orders import Order, Place, place_of
from provisioner.cases.queue.statements import counting, following, overview, those
from provisioner.cases.queue.wanted import Urgency, Wanted, asked_of, soon_until, standing
from provisioner.cases.tables import Case

ROWS, LEAST, AT_ONCE = 30, 5, 500
"""Cases a page shows, of how many of each group it is sure, and cases read at once where all are."""
PAGE = ROWS + len(Urgency)
"""The most that a page asks for: one more of each group tells that there are others."""


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
    counts, first = _overview(session, wanted, today, soon)
    shares = _shares(counts)
    lines: dict[Urgency, list[QueueLine]] = {group: [] for group in shares}
    # One more of each tells that there are others.
    for case in _cases(session, [one for group in shares for one in first[group][: shares[group] + 1]], wanted.order):
        group, left = standing(case, today, calendar)
        listed = lines[group if group in lines else Urgency.ANY]
        listed.append(QueueLine(case, group, left, case.hindrances(today)))
    return [_group(group, counts[group], lines[group], share, wanted.order) for group, share in shares.items()]


def anything(session: Session, wanted: Wanted, *, today: date) -> bool:
    """Whether the queue would show a case."""
    soon = soon_until(today, office.calendar_in_force(session))
    return bool(asked_of(wanted)) and any(session.execute(counting(replace(wanted, after=None), today, soon)).one())


def every(session: Session, wanted: Wanted, *, today: date) -> Iterator[QueueLine]:
    """Every case of the groups asked for, in the order of the queue, read in pages so that memory stays flat."""
    calendar = office.calendar_in_force(session)
    soon = soon_until(today, calendar)
    for group in asked_of(wanted):
        page = replace(wanted, group=group, after=None)
        while cases := _cases(session, session.scalars(following(page, today, soon, AT_ONCE)).all(), page.order):
            for case in cases:
                yield QueueLine(case, *standing(case, today, calendar), case.hindrances(today))
            page = replace(page, after=place_of(cases[-1], wanted.order))
            session.expunge_all()


def _group(group: Urgency, count: int, found: list[QueueLine], share: int, order: Order) -> QueueGroup:
    shown = found[:share]
    last = shown[-1].case if len(found) > share else None
    return QueueGroup(group, count, shown, place_of(last, order) if last else None)


def _overview(
    session: Session, wanted: Wanted, today: date, soon: date
) -> tuple[dict[Urgency, int], dict[Urgency, list[UUID]]]:
    """How many cases are in each group that is not empty, and which are the first of each, in their order."""
    groups = asked_of(wanted)
    counts = dict.fromkeys(groups, 0)
    first: dict[Urgency, list[UUID]] = {group: [] for group in groups}
    for group, case_id, number in session.execute(overview(wanted, today, soon, ROWS + 1)) if groups else ():
        if case_id is None:
            counts[Urgency(group)] = number
        else:
            first[Urgency(group)].append(case_id)
    return {group: count for group, count in counts.items() if count}, first


def _shares(counts: Mapping[Urgency, int]) -> dict[Urgency, int]:
    """How many cases of each group a page shows: a few of every group, the more of the most urgent."""
    shares = {group: min(count, LEAST) for group, count in counts.items()}
    left = ROWS - sum(shares.values())
    for group, count in counts.items():
        more = min(count - shares[group], left)
        shares[group] += more
        left -= more
    return shares


def _cases(session: Session, ids: Sequence[UUID], order: Order) -> Sequence[Case]:
    """Always asked for as many: each number of ids would be another statement, to be planned for itself."""
    if not ids:
        return []
    filled = [*ids, *repeat(ids[-1], -len(ids) % PAGE)]
    return session.scalars(those(order), {"ids": filled}).unique().all()
