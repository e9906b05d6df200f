"""Accounts for the list, and whether the outside world keeps them waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.domain.account import AccountStatus, TaskKind
from provisioner.models import Account, Application, ComponentState, Task

WORKER_SILENT = timedelta(minutes=2)
PAGE = 100


@dataclass(frozen=True)
class AccountLine:
    """An account with its open task, if any."""

    account: Account
    task: Task | None


@dataclass(frozen=True)
class Outage:
    """A part that does not answer: `keycloak`, `mail` or `worker`; how many accounts wait meanwhile."""

    component: str
    problem: str
    since: datetime
    waiting: int


def accounts(session: Session, *, status: AccountStatus | None = None, text: str = "") -> Sequence[AccountLine]:
    """The newest accounts, those that need attention first; `text` looks in number, login, customer number and name."""
    chosen = (
        sa.select(Account, Task)
        .join(Application)
        .outerjoin(Task, sa.and_(Task.account_id == Account.id, Task.done_at.is_(None)))
    )
    if status:
        chosen = chosen.where(Account.status == status)
    if text:
        chosen = chosen.where(_contains(text))
    first = sa.case((Account.status == AccountStatus.NEEDS_ATTENTION, 0), else_=1)
    rows = session.execute(chosen.order_by(first, Account.approved_at.desc(), Account.id).limit(PAGE))
    return [AccountLine(account, task) for account, task in rows]


def _contains(text: str) -> sa.ColumnElement[bool]:
    columns = (Application.number, Account.login, Application.customer_number, Application.name_key)
    return sa.or_(*(column.icontains(text, autoescape=True) for column in columns))


def attention_count(session: Session) -> int:
    """How many accounts need somebody: the number in the navigation."""
    wanted = sa.select(sa.func.count()).select_from(Account).where(Account.status == AccountStatus.NEEDS_ATTENTION)
    return session.scalar(wanted) or 0


def outages(session: Session, *, now: datetime) -> list[Outage]:
    """Everything that keeps accounts waiting now, for the banner on every page."""
    pending = sa.select(sa.func.count()).select_from(Task).where(Task.done_at.is_(None), Task.kind != TaskKind.WATCH)
    waiting = session.scalar(pending) or 0
    found = []
    for state in session.scalars(sa.select(ComponentState).order_by(ComponentState.name)):
        if state.name == "worker":
            if now - state.seen_at > WORKER_SILENT:
                found.append(Outage("worker", "silent", state.seen_at, waiting))
        elif state.problem:
            found.append(Outage(state.name, state.problem, state.since, waiting))
    return found
