"""What stands open, for the page, the banner and the way to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import Attention
from provisioner.accounts.tables import Account
from provisioner.agreement.rules import ALARMS, FindingKind
from provisioner.agreement.tables import AgreementRun, Finding

SHOWN, RUNS = 50, 5
_ASKED = sa.exists().where(Account.id == Finding.account_id, Account.attention == Attention.USER_MISSING)
OPEN = sa.and_(
    Finding.closed_at.is_(None), sa.not_(sa.and_(Finding.kind == FindingKind.USER_MISSING, _ASKED.correlate(Finding)))
)
"""What stands; a missing user only until its case asks people about it, though the next look alone closes it here."""
_COUNT = sa.select(sa.func.count()).select_from(Finding).where(OPEN)


@dataclass(frozen=True)
class Open:
    """The alarms first, then the others, the newest first in each; `rest` is how many more there are."""

    lines: Sequence[tuple[Finding, Account | None]]
    rest: int


def findings(session: Session) -> Open:
    """What waits for somebody."""
    rows = session.execute(_in_order().add_columns(sa.func.count().over()).limit(SHOWN)).all()
    return Open([(finding, account) for finding, account, _ in rows], rows[0][2] - len(rows) if rows else 0)


def every(session: Session) -> Iterator[tuple[Finding, Account | None]]:
    """The same without an end, for a file."""
    rows = session.execute(_in_order(), execution_options={"yield_per": 500})
    return ((finding, account) for finding, account in rows)


def _in_order() -> sa.Select[Finding, Account]:
    alarm_first = sa.case((Finding.kind.in_(ALARMS), 0), else_=1)
    return (
        sa.select(Finding, Account)
        .outerjoin(Account, Account.id == Finding.account_id)
        .where(OPEN)
        .order_by(alarm_first, Finding.last_at.desc(), Finding.id.desc())
    )


def runs(session: Session) -> Sequence[AgreementRun]:
    """The last comparisons, the newest first."""
    return session.scalars(sa.select(AgreementRun).order_by(AgreementRun.id.desc()).limit(RUNS)).all()


def open_count() -> sa.ScalarSelect[int]:
    """How many findings stand, to be asked for together with others."""
    return _COUNT.scalar_subquery()


def alarm_count() -> sa.ScalarSelect[int]:
    """How many of them were made by hand and are told on every page."""
    return _COUNT.where(Finding.kind.in_(ALARMS)).scalar_subquery()
