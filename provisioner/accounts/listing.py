"""Accounts for the list, and the work that is open on one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner.accounts.delivery.listing import OF_THE_PASSWORD
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.kinds import ACCOUNT, LOOKING, USER
from provisioner.accounts.offers import TRIABLE
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outbox.tables import Task
from provisioner.outside.reports import Arrival

PAGE, WAITING, AT_ONCE = 50, 25, 1000
WATCH = aliased(Task)
Chosen = TypeVarTuple("Chosen")
AT_WORK = (Task.subject_kind == ACCOUNT, Task.lane == USER, Task.done_at.is_(None))
"""The open task that changes the account's user, if any; the database allows one."""
USER_FIRST = sa.case((Task.lane == USER, 0), (Task.lane == LOOKING, 1), else_=2)
"""What changes the user comes before the watch, and that before what is told."""


@dataclass(frozen=True)
class AccountLine:
    """An account with its open task, if any, and what is reported of the mail of its present password."""

    account: Account
    task: Task | None
    arrival: Arrival | None


@dataclass(frozen=True)
class Place:
    """A place in the list of the newest accounts: after the one approved then."""

    approved_at: datetime
    account_id: UUID


@dataclass(frozen=True)
class Accounts:
    """A page of accounts; `waiting` need somebody and stand before the others, `rest` is where the list goes on.

    `waiting_more` tells that even more need somebody than are shown.
    """

    waiting: Sequence[AccountLine]
    waiting_more: bool
    lines: Sequence[AccountLine]
    rest: Place | None


@dataclass(frozen=True)
class StoppedAlike:
    """Accounts that need somebody for the same reason; `code` is the outside's short name for it."""

    why: Attention
    code: str
    count: int


def accounts(session: Session, *, status: AccountStatus | None = None, after: Place | None = None) -> Accounts:
    """The newest accounts, a page at a time; on the first page those that need attention stand first."""
    waiting: Sequence[AccountLine] = []
    states = [status] if status else [one for one in AccountStatus if one is not AccountStatus.NEEDS_ATTENTION]
    if status is None and after is None:
        waiting = _newest(session, [AccountStatus.NEEDS_ATTENTION], WAITING + 1, None)
    lines = _newest(session, states, PAGE + 1, after)
    last = lines[PAGE - 1].account if len(lines) > PAGE else None
    rest = Place(last.approved_at, last.id) if last else None
    return Accounts(waiting[:WAITING], len(waiting) > WAITING, lines[:PAGE], rest)


def every(session: Session, *, status: AccountStatus | None = None) -> Iterator[AccountLine]:
    """All accounts, or those of one state, the newest first, read in pages so that memory stays flat."""
    after: Place | None = None
    while lines := _newest(session, [status] if status else list(AccountStatus), AT_ONCE, after):
        yield from lines
        after = Place(lines[-1].account.approved_at, lines[-1].account.id)
        session.expunge_all()


def oldest_first(
    session: Session, wanted: sa.Select[Account, *Chosen], after: Place | None, most: int = PAGE
) -> tuple[Sequence["sa.Row[Account, *Chosen]"], Place | None]:
    """A page of accounts in the order of approval, each with what else is chosen; and where the list goes on."""
    order = (Account.approved_at, Account.id)
    if after is not None:
        wanted = wanted.where(sa.tuple_(*order) > (after.approved_at, after.account_id))
    found = session.execute(wanted.order_by(*order).limit(most + 1)).all()
    last: Account | None = found[most - 1][0] if len(found) > most else None
    return found[:most], Place(last.approved_at, last.id) if last else None


def every_oldest_first(session: Session, wanted: sa.Select[Account, *Chosen]) -> Iterator["sa.Row[Account, *Chosen]"]:
    """All of them in the order of approval, read in pages so that memory stays flat."""
    found, rest = oldest_first(session, wanted, None, AT_ONCE)
    yield from found
    while rest:
        session.expunge_all()
        found, rest = oldest_first(session, wanted, rest, AT_ONCE)
        yield from found


def _newest(session: Session, states: Sequence[AccountStatus], many: int, after: Place | None) -> Sequence[AccountLine]:
    """The newest of each state, each found in the order of one index, and the newest of those."""
    order = (Account.approved_at.desc(), Account.id.desc())
    newest = sa.tuple_(Account.approved_at, Account.id)
    beyond = newest < (after.approved_at, after.account_id) if after else sa.true()
    each = (
        sa.select(Account.id).where(Account.status == state, beyond).order_by(*order).limit(many).subquery()
        for state in states
    )
    ids = sa.union_all(*(sa.select(one.c.id) for one in each)).subquery()
    first = sa.select(Account.id).where(Account.id.in_(sa.select(ids.c.id))).order_by(*order).limit(many)
    chosen = first.subquery()
    shown = sa.select(Account, Task, WATCH, MailReport.arrival).where(Account.id.in_(sa.select(chosen.c.id)))
    rows = session.execute(with_work(shown).order_by(*order))
    return [AccountLine(account, task or looking, arrival) for account, task, looking, arrival in rows]


def with_work(query: sa.Select[*Chosen]) -> sa.Select[*Chosen]:
    """Add to a query of accounts what is at work on each: the task that changes its user, and the watch; and what is
    reported of its mail.
    """
    looking = (WATCH.subject_kind == ACCOUNT, WATCH.lane == LOOKING, WATCH.done_at.is_(None))
    return (
        query.outerjoin(Task, sa.and_(Task.subject_id == Account.id, *AT_WORK))
        .outerjoin(WATCH, sa.and_(WATCH.subject_id == Account.id, *looking))
        .outerjoin(MailReport, OF_THE_PASSWORD)
    )


def open_work(session: Session, account_id: UUID) -> Task | None:
    """The open task that changes the account's user."""
    return session.scalar(sa.select(Task).where(Task.subject_id == account_id, *AT_WORK))


def shown_work() -> sa.ColumnElement[bool]:
    """The open tasks of an account; the first by `USER_FIRST` is what people are told about."""
    return sa.and_(Task.subject_kind == ACCOUNT, Task.subject_id == Account.id, Task.done_at.is_(None))


def stopped_alike(session: Session) -> list[StoppedAlike]:
    """Reasons for which more than one account waits to be tried again, the most frequent first."""
    many = sa.func.count()
    rows = session.execute(
        sa.select(Account.attention, Account.attention_code, many)
        .where(Account.status == AccountStatus.NEEDS_ATTENTION, Account.attention.is_not(None), TRIABLE)
        .group_by(Account.attention, Account.attention_code)
        .having(many > 1)
        .order_by(many.desc(), Account.attention, Account.attention_code)
    )
    return [StoppedAlike(why, code, count) for why, code, count in rows if why]


def attention_count() -> sa.ScalarSelect[int]:
    """How many accounts need somebody: the number in the navigation, to be asked for together with others."""
    count = sa.select(sa.func.count()).select_from(Account)
    return count.where(Account.status == AccountStatus.NEEDS_ATTENTION).scalar_subquery()
