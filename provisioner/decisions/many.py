"""Which applications somebody can approve together: nothing hinders them, and nobody else has them (R4)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.applications.tables import Application
from provisioner.cases.errands.listing import spoken_for
from provisioner.cases.queue import Urgency, Wanted, every
from provisioner.cases.queue.orders import Order
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.office.time import office_date

MOST = 500
"""So many take ten seconds of one processor; and who compares more with paper at once?"""
LOOKED_AT = 4 * MOST
"""Of a queue in which few are clean, no more than these are read to find them."""


def chosen(session: Session, ids: Collection[UUID], *, by: UUID, at: datetime) -> Sequence[Application]:
    """Those of these applications that this person can approve now, the most urgent first."""
    order = (Application.due_last, Application.number)
    found = session.scalars(sa.select(Application).where(Application.id.in_(list(ids)[:MOST])).order_by(*order))
    return _clean((one for one in found if not one.is_own_of(by)), by, at)


def all_clean(session: Session, wanted: Wanted, *, by: UUID, at: datetime) -> Sequence[Application]:
    """The most urgent of those that the queue's filters let through, MOST at most.

    Never an own one, nor one that is handed to a colleague or about which a question is open.
    """
    group = None if wanted.group is Urgency.ANY else wanted.group
    theirs = replace(wanted, status=CaseStatus.RECORDED, but_of=by, order=Order.DEADLINE, group=group, after=None)
    apart = spoken_for(session, by, office_date(at))
    lines = islice(every(session, theirs, today=office_date(at)), LOOKED_AT)
    return _clean((line.case for line in lines if line.case.id not in apart), by, at)


def approvable(one: Case, by: UUID, at: datetime) -> bool:
    """Whether nothing but four eyes could stop this person's approval of an application."""
    return at_hand(one, by, at) and not one.hindrances(office_date(at))


def at_hand(one: Case, by: UUID, at: datetime) -> bool:
    """Whether it is an application that waits for anybody's decision, this person's too, whatever hinders it."""
    taken = one.taking is not None and one.taking.taken_by != by and one.taking.until > at
    recorded = isinstance(one, Application) and one.status is CaseStatus.RECORDED
    return recorded and not taken and not one.stands_still


def _clean(cases: Iterable[Case], by: UUID, at: datetime) -> list[Application]:
    clean = (one for one in cases if isinstance(one, Application) and approvable(one, by, at))
    return list(islice(clean, MOST))
