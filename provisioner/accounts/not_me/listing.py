"""Reports that wait for somebody."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.not_me.tables import REPORTED, NotMe
from provisioner.accounts.tables import Account

MOST = 50
FIRST_REPORT = sa.select(sa.func.min(NotMe.used_at)).where(NotMe.account_id == Account.id, *REPORTED).scalar_subquery()
"""Since when a report of the account a query is about waits, if one does."""


def reported(session: Session) -> Sequence[Account]:
    """The accounts with a report that waits, the oldest first; 50 at most."""
    waiting = sa.select(NotMe.account_id, sa.func.min(NotMe.used_at).label("since")).where(*REPORTED)
    each = waiting.group_by(NotMe.account_id).subquery()
    found = sa.select(Account).join(each, each.c.account_id == Account.id).order_by(each.c.since, Account.id)
    return session.scalars(found.limit(MOST)).all()


def reported_count() -> sa.ScalarSelect[int]:
    """How many accounts have one: for the navigation, to be asked for together with others."""
    return sa.select(sa.func.count(NotMe.account_id.distinct())).where(*REPORTED).scalar_subquery()
