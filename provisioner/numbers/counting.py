"""What the database counts of cases and accounts, a statement a question; rows come grouped, never one a case."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.cases.channels import Channel
from provisioner.cases.erased import Erasure
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database.days import office_day
from provisioner.numbers.period import Period

CASE, GONE, ACCOUNT = Case.__table__.c, Erasure.__table__.c, Account.__table__.c
DECIDED = (CaseStatus.APPROVED, CaseStatus.REFUSED)
"""What counts as a decision; what the customer has taken back does not."""
MANY = sa.func.count()
NO_CHANNEL = sa.cast(sa.null(), GONE.channel.type)

NO_BRANCH = sa.literal("")


class What(StrEnum):
    """What is counted."""

    RECEIVED = "received"
    SENT = "sent"
    OVERDUE = "overdue"


class Tally(NamedTuple):
    """A count of one day: papers received by a channel at a branch; accounts approved then whose login details were
    mailed, and those of them that are `used`; or, of today, cases that wait for a decision though their last day has
    passed.
    """

    what: What
    day: date
    channel: Channel | None
    branch: str
    many: int
    used: int


def tallies(session: Session, period: Period, today: date) -> Iterator[Tally]:
    """Every plain count, asked for together; erased papers were received, too."""
    arms = (*(_received(table, period) for table in (GONE, CASE)), _sent(period), _overdue(today))
    return (Tally(What(what), *row) for what, *row in session.execute(sa.union_all(*arms)))


def decided_in(period: Period) -> sa.ColumnElement[bool]:
    """The cases that were decided then."""
    return sa.and_(CASE.status.in_(DECIDED), CASE.decided_at >= period.begins, CASE.decided_at < period.ends)


def _received(table: Any, period: Period) -> sa.Select[Any]:
    within = sa.and_(table.received_on >= period.first, table.received_on < period.after)
    by = (table.received_on, table.channel, table.branch)
    return sa.select(sa.literal(What.RECEIVED.value), *by, MANY, sa.literal(0)).where(within).group_by(*by)


def _sent(period: Period) -> sa.Select[Any]:
    """By the day of the approval, which no later mail moves."""
    day = office_day(ACCOUNT.approved_at, period.year)
    within = sa.and_(ACCOUNT.approved_at >= period.begins, ACCOUNT.approved_at < period.ends, ACCOUNT.mails_sent > 0)
    own = MANY.filter(ACCOUNT.activated_at.is_not(None))
    return sa.select(sa.literal(What.SENT.value), day, NO_CHANNEL, NO_BRANCH, MANY, own).where(within).group_by(day)


def _overdue(today: date) -> sa.Select[Any]:
    late = sa.and_(CASE.status == CaseStatus.RECORDED, CASE.due_last < today)
    day = sa.literal(today, sa.Date())
    return sa.select(sa.literal(What.OVERDUE.value), day, NO_CHANNEL, NO_BRANCH, MANY, sa.literal(0)).where(late)


def first_year(session: Session, today: date) -> int:
    """The year of the oldest paper."""
    oldest = sa.union_all(*(sa.select(sa.func.min(table.received_on).label("day")) for table in (CASE, GONE)))
    found = session.scalar(sa.select(sa.func.min(oldest.subquery().c.day)))
    return min(found.year, today.year) if found else today.year
