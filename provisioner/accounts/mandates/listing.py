"""Mandates whose last day is near, so that whoever acts for a customer can be asked for a new paper in time."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.mandates.tables import STANDS, Mandate
from provisioner.accounts.rules import SETTLED
from provisioner.accounts.tables import Account

SOON = timedelta(days=30)
MOST, AT_ONCE = 200, 1000


def ending_soon(session: Session, *, on: date) -> Sequence[tuple[Account, date]]:
    """Accounts in use whose mandate ends within 30 days, the nearest last day first; one more than `MOST` at most."""
    return [(account, one.until) for account, one in session.execute(_near(on).limit(MOST + 1)) if one.until]


def every(session: Session, *, on: date) -> Iterator[tuple[Account, Mandate]]:
    """All of them, with the whole mandate; few at a time are held."""
    found = session.execute(_near(on).execution_options(yield_per=AT_ONCE))
    return ((account, mandate) for account, mandate in found)


def _near(on: date) -> sa.Select[Account, Mandate]:
    found = sa.select(Account, Mandate).join(Mandate, Mandate.account_id == Account.id)
    near = found.where(STANDS, Mandate.until <= on + SOON, Account.status.not_in(sorted(SETTLED)))
    return near.order_by(Mandate.until, Account.case_number)
