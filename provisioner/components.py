"""How the parts outside our database are doing, as the worker sees them, for the banner on the desk (I9)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.models import ComponentState

WORKER = "worker"


def problems(session: Session) -> dict[str, str]:
    """The parts that are down, each with its problem."""
    down = session.scalars(sa.select(ComponentState).where(ComponentState.problem != "", ComponentState.name != WORKER))
    return {state.name: state.problem for state in down}


def report(session: Session, name: str, problem: str, *, at: datetime) -> bool:
    """Note that a part works (`problem` empty) or what is wrong with it; True when that is news."""
    state = session.get(ComponentState, name)
    if state is None:
        session.add(ComponentState(name=name, problem=problem, since=at, seen_at=at))
        return bool(problem)
    state.seen_at = at
    if state.problem == problem:
        return False
    if not state.problem or not problem:
        state.since = at
    state.problem = problem
    return True
