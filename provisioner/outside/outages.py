"""Whether the outside world keeps work waiting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.outbox.tables import Task
from provisioner.outside.tables import ComponentState

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
    pending = Task.done_at.is_(None), Task.awaited
    waiting = session.scalar(sa.select(sa.func.count()).select_from(Task).where(*pending)) or 0
    states = {one.name: one for one in session.scalars(sa.select(ComponentState).order_by(ComponentState.name))}
    worker = states.pop("worker", None)
    found = [Outage(one.name, one.problem, one.since, waiting) for one in states.values() if one.problem]
    # A worker that never ran has left no word at all; then the oldest work tells since when it is missing.
    seen = worker.seen_at if worker else session.scalar(sa.select(sa.func.min(Task.not_before)).where(*pending))
    if seen and now - seen > WORKER_SILENT:
        found.append(Outage("worker", "silent", seen, waiting))
    return found
