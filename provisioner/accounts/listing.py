"""Accounts for the list, and the work that is open on one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner.accounts.kinds import ACCOUNT, LOOKING, USER
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.identifiers import fold
from provisioner.outbox.tables import Task

PAGE = 100
AT_WORK = (Task.subject_kind == ACCOUNT, Task.lane == USER, Task.done_at.is_(None))
"""The open task that changes the account's user, if any; the database allows one."""


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
class StoppedAlike:
    """Accounts that need somebody for the same reason; `code` is the outside's short name for it."""

    why: Attention
    code: str
    count: int


def accounts(session: Session, *, status: AccountStatus | None = None, text: str = "") -> Accounts:
    """The newest accounts, those that need attention first; `text` looks in number, login, customer number and name."""
    wanted = [Account.status == status] if status else []
    if text.split():
        wanted.append(_contains(text))
    total = session.scalar(sa.select(sa.func.count(Account.id)).where(*wanted)) or 0
    first = sa.case((Account.status == AccountStatus.NEEDS_ATTENTION, 0), else_=1)
    watch = aliased(Task)
    watched = (
        watch.subject_id == Account.id,
        watch.subject_kind == ACCOUNT,
        watch.lane == LOOKING,
        watch.done_at.is_(None),
    )
    rows = session.execute(
        sa.select(Account, Task, watch)
        .outerjoin(Task, sa.and_(Task.subject_id == Account.id, *AT_WORK))
        .outerjoin(watch, sa.and_(*watched))
        .where(*wanted)
        .order_by(first, Account.approved_at.desc(), Account.id)
        .limit(PAGE)
    )
    return Accounts([AccountLine(account, task or looking) for account, task, looking in rows], total)


def open_work(session: Session, account_id: UUID) -> Task | None:
    """The open task that changes the account's user."""
    return session.scalar(sa.select(Task).where(Task.subject_id == account_id, *AT_WORK))


def shown_work(session: Session, account_id: UUID) -> Task | None:
    """The open task people are told about: what changes the user, otherwise the watch."""
    of_account = (Task.subject_kind == ACCOUNT, Task.subject_id == account_id, Task.done_at.is_(None))
    user_first = sa.case((Task.lane == USER, 0), else_=1)
    return session.scalars(sa.select(Task).where(*of_account).order_by(user_first, Task.id).limit(1)).one_or_none()


def stopped_alike(session: Session) -> list[StoppedAlike]:
    """Reasons for which more than one account waits for people, the most frequent first."""
    many = sa.func.count()
    rows = session.execute(
        sa.select(Account.attention, Account.attention_code, many)
        .where(Account.status == AccountStatus.NEEDS_ATTENTION, Account.attention.is_not(None))
        .group_by(Account.attention, Account.attention_code)
        .having(many > 1)
        .order_by(many.desc(), Account.attention, Account.attention_code)
    )
    return [StoppedAlike(why, code, count) for why, code, count in rows if why]


def attention_count(session: Session) -> int:
    """How many accounts need somebody: the number in the navigation."""
    wanted = sa.select(sa.func.count()).select_from(Account).where(Account.status == AccountStatus.NEEDS_ATTENTION)
    return session.scalar(wanted) or 0


def _contains(text: str) -> sa.ColumnElement[bool]:
    """Every word stands somewhere; names are kept folded, so the words are folded as well."""
    columns = (Account.case_number, Account.login, Account.customer_number, Account.name_key)
    words = fold(text).split()
    return sa.and_(*(sa.or_(*(one.icontains(word, autoescape=True) for one in columns)) for word in words))
