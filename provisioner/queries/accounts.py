"""Accounts for the list, and whether the outside world keeps them waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.domain.account import AccountStatus, TaskKind
from provisioner.domain.login import fold
from provisioner.models import Account, Application, ComponentState, Task

WORKER_SILENT = timedelta(minutes=2)
PAGE = 100


@dataclass(frozen=True)
class AccountLine:
    """An account with its open task, if any."""

    account: Account
    task: Task | None


@dataclass(frozen=True)
class Accounts:
    """The first accounts of a list, and how many there are in all."""

    lines: Sequence[AccountLine]
    total: int


@dataclass(frozen=True)
class Outage:
    """A part that does not answer: `keycloak`, `mail` or `worker`; how many accounts wait meanwhile."""

    component: str
    problem: str
    since: datetime
    waiting: int


def accounts(session: Session, *, status: AccountStatus | None = None, text: str = "") -> Accounts:
    """The newest accounts, those that need attention first; `text` looks in number, login, customer number and name."""
    wanted = [Account.status == status] if status else []
    if text.split():
        wanted.append(_contains(text))
    total = session.scalar(sa.select(sa.func.count(Account.id)).join(Application).where(*wanted)) or 0
    first = sa.case((Account.status == AccountStatus.NEEDS_ATTENTION, 0), else_=1)
    rows = session.execute(
        sa.select(Account, Task)
        .join(Application)
        .outerjoin(Task, sa.and_(Task.account_id == Account.id, Task.done_at.is_(None)))
        .where(*wanted)
        .order_by(first, Account.approved_at.desc(), Account.id)
        .limit(PAGE)
    )
    return Accounts([AccountLine(account, task) for account, task in rows], total)


def _contains(text: str) -> sa.ColumnElement[bool]:
    """Every word stands somewhere; names are kept folded, so the words are folded as well."""
    columns = (Application.number, Account.login, Application.customer_number, Application.name_key)
    words = fold(text).split()
    return sa.and_(*(sa.or_(*(one.icontains(word, autoescape=True) for one in columns)) for word in words))


def attention_count(session: Session) -> int:
    """How many accounts need somebody: the number in the navigation."""
    wanted = sa.select(sa.func.count()).select_from(Account).where(Account.status == AccountStatus.NEEDS_ATTENTION)
    return session.scalar(wanted) or 0


def outages(session: Session, *, now: datetime) -> list[Outage]:
    """Everything that keeps accounts waiting now, for the banner on every page."""
    pending = Task.done_at.is_(None), Task.kind != TaskKind.WATCH
    waiting = session.scalar(sa.select(sa.func.count()).select_from(Task).where(*pending)) or 0
    states = {one.name: one for one in session.scalars(sa.select(ComponentState).order_by(ComponentState.name))}
    worker = states.pop("worker", None)
    found = [Outage(one.name, one.problem, one.since, waiting) for one in states.values() if one.problem]
    # A worker that never ran has left no word at all; then the oldest work tells since when it is missing.
    seen = worker.seen_at if worker else session.scalar(sa.select(sa.func.min(Task.not_before)).where(*pending))
    if seen and now - seen > WORKER_SILENT:
        found.append(Outage("worker", "silent", seen, waiting))
    return found
