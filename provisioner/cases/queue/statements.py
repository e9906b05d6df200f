"""The statements by which the queue is read.

Each is kept for who asks the same again, which is most of the time: a page of the queue spends as long on putting them
together as the database on answering them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from provisioner.cases.queue.open_cases import ROW, few_are_own, is_own, not_of_few
from provisioner.cases.queue.orders import beyond, sorted_by
from provisioner.cases.queue.wanted import Urgency, Wanted, asked_of
from provisioner.cases.tables import Case

KEPT = 100
"""So many questions of each kind, the last ones asked."""
Spans = Mapping[Urgency, sa.ColumnElement[bool]]
Share = tuple[Urgency, int]


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
    count = sa.select(sa.func.count()).select_from(Case.__table__)
    if not (by := wanted.but_of):
        return sa.select(*(count.where(group).scalar_subquery() for group in spans(wanted, today, soon_until).values()))
    few, others, not_own = few_are_own(by), not_of_few(by), ~is_own(by)
    return sa.select(*(
        sa.case(
            (few, count.where(group, others).scalar_subquery()),
            else_=count.where(group, not_own).scalar_subquery(),
        )
        for group in spans(replace(wanted, but_of=None), today, soon_until).values()
    ))  # fmt: skip


@lru_cache(maxsize=KEPT)
def firsts(wanted: Wanted, today: date, soon_until: date, shares: tuple[Share, ...]) -> sa.Select[Case]:
    """The first cases of each group and one more, which tells that there are others."""
    order, of_groups = sorted_by(wanted.order), spans(wanted, today, soon_until)
    rest = beyond(wanted.after, wanted.order) if wanted.after else sa.true()
    parts = (
        sa.select(ROW.id).where(of_groups[group], rest).order_by(*order).limit(share + 1).subquery()
        for group, share in shares
    )
    ids = sa.union_all(*(sa.select(part.c.id) for part in parts)).subquery()
    # Joined, and first: a condition `IN` comes after some dozen joins on PostgreSQL, which it then makes of all cases.
    found = sa.select(Case).select_from(sa.join(ids, Case, Case.id == ids.c.id)).order_by(*order)
    unread = (lazyload(one) for one in (Case.editors, Case.decider, Case.hold, Case.emergency))
    return found.options(joinedload(Case.errands), *unread)
