"""The statements by which the queue is read.

Each is kept for who asks the same again, which is most of the time: a page of the queue spends as long on putting them
together as the database on answering them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from provisioner.cases.queue.open_cases import ROW, few_are_own, is_own, not_of_few
from provisioner.cases.queue.orders import Order, beyond, sorted_by
from provisioner.cases.queue.wanted import Urgency, Wanted, asked_of
from provisioner.cases.tables import Case

KEPT = 100
"""So many questions of each kind, the last ones asked."""
Spans = Mapping[Urgency, sa.ColumnElement[bool]]


def spans(wanted: Wanted, today: date, soon_until: date) -> Spans:
    """Which cases make each group that is asked for, as ranges of one index."""
    due = ROW.due_last
    days = {
        Urgency.OVERDUE: due < today,
        Urgency.TODAY: due == today,
        Urgency.SOON: sa.and_(due > today, due < soon_until),
        Urgency.LATER: due >= soon_until,
        Urgency.ANY: sa.true(),
        Urgency.PAUSED: sa.true(),
    }
    of_channel = ROW.channel == wanted.channel if wanted.channel else sa.true()
    others = ~is_own(wanted.but_of) if wanted.but_of else sa.true()
    return {
        group: sa.and_(ROW.status.in_(states), days[group], of_channel, others)
        for group, states in asked_of(wanted).items()
    }


@lru_cache(maxsize=KEPT)
def counting(wanted: Wanted, today: date, soon_until: date) -> sa.Select[Any]:
    """How many cases there are in each of the groups of `asked_of`, of which there has to be one."""
    counts: list[Any] = list(_counts(wanted, today, soon_until).values())
    asked: sa.Select[Any] = sa.select(*counts)
    return asked


@lru_cache(maxsize=KEPT)
def overview(wanted: Wanted, today: date, soon_until: date, most: int) -> sa.CompoundSelect[Any]:
    """Of each group the ids of its first cases in their order, as (group, id, place), and (group, none, its count)."""
    counts, first = _counts(wanted, today, soon_until), _firsts(wanted, today, soon_until, most)
    none = sa.cast(sa.null(), sa.Uuid())
    rows = [sa.select(_label(group), one.c.id, _place(one).label("place")) for group, one in first.items()]
    rows += [sa.select(_label(group), none, count) for group, count in counts.items()]
    return sa.union_all(*rows).order_by(sa.text("1"), sa.text("3"))


def following(wanted: Wanted, today: date, soon_until: date, most: int) -> sa.Select[UUID]:
    """The ids of the next cases of one group."""
    (found,) = _firsts(wanted, today, soon_until, most).values()
    return sa.select(found.c.id)


@cache
def those(order: Order) -> sa.Select[Case]:
    """The cases of the `ids` it is told, with what the queue shows of them.

    Asked apart from which they are, so that PostgreSQL plans these many joins once, and not for each who looks.
    """
    unread = (lazyload(one) for one in (Case.editors, Case.decider, Case.hold, Case.emergency))
    found = sa.select(Case).where(ROW.id.in_(sa.bindparam("ids", expanding=True))).order_by(*sorted_by(order))
    return found.options(joinedload(Case.errands), *unread)


def _counts(wanted: Wanted, today: date, soon_until: date) -> dict[Urgency, sa.ColumnElement[int]]:
    count = sa.select(sa.func.count()).select_from(Case.__table__)
    every = spans(replace(wanted, but_of=None), today, soon_until)
    if not (by := wanted.but_of):
        return {group: count.where(span).scalar_subquery() for group, span in every.items()}
    few, others, not_own = few_are_own(by), not_of_few(by), ~is_own(by)
    return {
        group: sa.case(
            (few, count.where(span, others).scalar_subquery()),
            else_=count.where(span, not_own).scalar_subquery(),
        )
        for group, span in every.items()
    }


def _firsts(wanted: Wanted, today: date, soon_until: date, most: int) -> dict[Urgency, sa.Subquery]:
    order = sorted_by(wanted.order)
    rest = beyond(wanted.after, wanted.order) if wanted.after else sa.true()
    return {
        group: sa.select(ROW.id, *order).where(span, rest).order_by(*order).limit(most).subquery()
        for group, span in spans(wanted, today, soon_until).items()
    }


def _place(found: sa.Subquery) -> sa.ColumnElement[int]:
    return sa.func.row_number().over(order_by=[one for one in found.c if one.name != "id"])


def _label(group: Urgency) -> sa.ColumnElement[str]:
    return sa.literal(group.value)
