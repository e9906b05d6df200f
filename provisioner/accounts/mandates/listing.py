"""Mandates whose last day is near, so that whoever acts for a customer can be asked for a new paper in time."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.mandates.tables import STANDS, Mandate
from provisioner.accounts.rules import SETTLED
from provisioner.accounts.tables import Account

SOON = timedelta(days=30)
MOST = 200


def ending_soon(session: Session, *, on: date) -> Sequence[tuple[Account, date]]:
    """Accounts in use whose mandate ends within 30 days, the nearest last day first; one more than `MOST` at most."""
    found = sa.select(Account, Mandate.until).join(Mandate, Mandate.account_id == Account.id)
    near = found.where(STANDS, Mandate.until <= on + SOON, Account.status.not_in(sorted(SETTLED)))
    rows = session.execute(near.order_by(Mandate.until, Account.case_number).limit(MOST + 1))
    return [(account, until) for account, until in rows if until]
