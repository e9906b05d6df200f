"""How the parts outside our database are doing, as the worker sees them, for the banner on the desk."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database import insert_or_update
from provisioner.outside.tables import ComponentState

WORKER = "worker"


def problems(session: Session) -> dict[str, str]:
    """What is wrong with the parts that are down, by their names."""
    down = sa.select(ComponentState).where(ComponentState.problem != "", ComponentState.name != WORKER)
    return {one.name: one.problem for one in session.scalars(down)}


def report(session: Session, name: str, problem: str, *, at: datetime) -> None:
    """Note that a part works (`problem` empty) or what is wrong with it; one statement, so that threads may race.

    `since` stays while a part is down, whatever it complains of.
    """
    new = insert_or_update(session, ComponentState).values(name=name, problem=problem, since=at, seen_at=at)
    still = sa.and_(ComponentState.problem != "", new.excluded.problem != "")
    same = sa.or_(still, ComponentState.problem == new.excluded.problem)
    since = sa.case((same, ComponentState.since), else_=new.excluded.since)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["name"], set_={"problem": new.excluded.problem, "since": since, "seen_at": at}
        )
    )
