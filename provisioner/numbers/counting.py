"""What the database counts of cases and accounts, a statement a question; rows come grouped, never one a case."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.cases.channels import Channel
from provisioner.cases.erased import Erasure
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database.days import office_day
from provisioner.erasures.person import PURPOSE
from provisioner.numbers.period import Period

CASE, GONE, ACCOUNT = Case.__table__.c, Erasure.__table__.c, Account.__table__.c
DECIDED = (CaseStatus.APPROVED, CaseStatus.REFUSED)
"""What counts as a decision; what the customer has taken back does not."""
MANY = sa.func.count()
IN_MONTHS = CASE.purpose == PURPOSE
"""The law sets these a term in months, so that their working days would say nothing of the office's promise (R4)."""


class Decisions(NamedTuple):
    """Decisions alike: of which kind, since when the clock ran, until when, and on which day of the office's."""

    status: CaseStatus
    in_months: bool
    clock_from: date
    due_last: date
    day: date
    many: int


class Sent(NamedTuple):
    """Accounts approved in one month whose login details were mailed, and those of them that are in use."""

    month: int
    sent: int
    activated: int


def intake(session: Session, period: Period) -> Mapping[int, Counter[Channel]]:
    """Papers received in each month by channel, erased ones too."""
    found: dict[int, Counter[Channel]] = {}
    for table in (CASE, GONE):
        within = sa.and_(table.received_on >= period.first, table.received_on < period.after)
        grouped = sa.select(table.received_on, table.channel, MANY).where(within)
        for day, channel, count in session.execute(grouped.group_by(table.received_on, table.channel)):
            found.setdefault(day.month, Counter())[channel] += count
    return found


def decisions(session: Session, period: Period) -> Iterator[Decisions]:
    """What was decided, as far as its clock is still known."""
    alike = (CASE.status, IN_MONTHS, CASE.clock_from, CASE.due_last, office_day(CASE.decided_at, period.year))
    wanted = sa.select(*alike, MANY).where(decided_in(period)).group_by(*alike)
    return (Decisions(*row) for row in session.execute(wanted))


def decided_in(period: Period) -> sa.ColumnElement[bool]:
    """The cases that were decided then."""
    return sa.and_(CASE.status.in_(DECIDED), CASE.decided_at >= period.begins, CASE.decided_at < period.ends)


def erased_decisions(session: Session, period: Period) -> Iterator[tuple[CaseStatus, date, int]]:
    """The decisions of which number, dates and outcome are all that is left: outcome, day and how many."""
    alike = (GONE.status, office_day(GONE.decided_at, period.year))
    within = sa.and_(GONE.status.in_(DECIDED), GONE.decided_at >= period.begins, GONE.decided_at < period.ends)
    found = session.execute(sa.select(*alike, MANY).where(within).group_by(*alike))
    return ((status, day, many) for status, day, many in found)


def login_details(session: Session, period: Period) -> Iterator[Sent]:
    """Accounts by the month of their approval, which no later mail moves."""
    day = office_day(ACCOUNT.approved_at, period.year)
    within = sa.and_(ACCOUNT.approved_at >= period.begins, ACCOUNT.approved_at < period.ends, ACCOUNT.mails_sent > 0)
    own = MANY.filter(ACCOUNT.activated_at.is_not(None))
    for approved, sent, activated in session.execute(sa.select(day, MANY, own).where(within).group_by(day)):
        yield Sent(approved.month, sent, activated)


def overdue(session: Session, today: date) -> int:
    """Cases that wait for a decision though their last day has passed."""
    late: sa.Select[Any] = sa.select(MANY).where(CASE.status == CaseStatus.RECORDED, CASE.due_last < today)
    return int(session.scalars(late).one())


def first_year(session: Session, today: date) -> int:
    """The year of the oldest paper."""
    oldest = sa.union_all(*(sa.select(sa.func.min(table.received_on).label("day")) for table in (CASE, GONE)))
    found = session.scalar(sa.select(sa.func.min(oldest.subquery().c.day)))
    return min(found.year, today.year) if found else today.year
