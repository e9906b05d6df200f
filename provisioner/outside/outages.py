"""Whether the outside world keeps work waiting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.outbox.tables import Task
from provisioner.outside.parts import OBSERVER, REPORTS, STAFF_OBSERVER, VIRUSES
from provisioner.outside.tables import ComponentState

ASIDE = frozenset({OBSERVER, STAFF_OBSERVER, REPORTS, VIRUSES})
"""Parts that are only asked: while they are down, what people wait for is carried out as always."""
WORKER_SILENT = timedelta(minutes=2)


@dataclass(frozen=True)
class Outage:
    """A part that does not answer: `keycloak`, `mail` or `worker`; how much awaited work waits meanwhile."""

    component: str
    problem: str
    since: datetime
    waiting: int


def outages(session: Session, *, now: datetime) -> list[Outage]:
    """Everything that keeps work waiting now, for the banner on every page."""
    return outages_and(session, asking(()), now=now)[0]


def asking(counts: Iterable[sa.ScalarSelect[int]]) -> sa.Select[Any]:
    """The statement that asks for it, and for what else a page counts."""
    pending = sa.select(sa.func.count().label("waiting"), sa.func.min(Task.not_before).label("oldest"))
    work = pending.where(Task.done_at.is_(None), Task.awaited).subquery()
    asked = sa.select(work.c.waiting, work.c.oldest, ComponentState, *counts).select_from(work)
    return asked.outerjoin(ComponentState, sa.true()).order_by(ComponentState.name)


def outages_and(session: Session, asked: sa.Select[Any], *, now: datetime) -> tuple[list[Outage], Sequence[int]]:
    """The same with what else was counted, in its order; `asked` is the statement."""
    rows = session.execute(asked).all()
    waiting, oldest, _, *counted = rows[0]
    states = {row[2].name: row[2] for row in rows if row[2]}
    worker = states.pop("worker", None)
    found = [Outage(one.name, one.problem, one.since, waiting) for one in states.values() if one.problem]
    # A worker that never ran has left no word at all; then the oldest work tells since when it is missing.
    seen = worker.seen_at if worker else oldest
    if seen and now - seen > WORKER_SILENT:
        found.append(Outage("worker", "silent", seen, waiting))
    return found, counted
