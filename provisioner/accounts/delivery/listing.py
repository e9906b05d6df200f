"""What is known of the access mail whose password is the present one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.kinds import NOTIFY
from provisioner.accounts.tables import Account
from provisioner.outside.reports import Arrival

OF_THE_PASSWORD = sa.and_(
    MailReport.account_id == Account.id,
    MailReport.about == NOTIFY.name,
    MailReport.generation == Account.generation,
)
"""Ties the report to the account a query is about; there is one at most, as each mail has a generation of its own."""


def came_back(session: Session, account: Account) -> str:
    """The code with which the mail of the present password came back; empty while it did not."""
    wanted = sa.select(MailReport.code).where(
        MailReport.account_id == account.id,
        MailReport.about == NOTIFY.name,
        MailReport.generation == account.generation,
        MailReport.arrival == Arrival.CAME_BACK,
    )
    return session.scalar(wanted) or ""
