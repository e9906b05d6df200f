"""How often a new temporary password may be asked for (R5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry

DAY = timedelta(days=1)


class TooManyToday(Exception):
    """`most` were sent within 24 hours, all that the office allows; the next may be asked for at `again`."""

    def __init__(self, most: int, again: datetime) -> None:
        super().__init__(f"{most} a day")
        self.most, self.again = most, again


def check_today(session: Session, account_id: UUID, now: datetime) -> None:
    """Count what the journal says; the caller has locked the account, so nobody asks meanwhile. Raises TooManyToday."""
    most = office.rules(session).reissues_a_day
    asked = session.scalars(
        sa.select(AuditEntry.at).where(
            AuditEntry.object_type == "account",
            AuditEntry.object_id == str(account_id),
            AuditEntry.event == Event.ACCOUNT_REISSUED,
            AuditEntry.at > now - DAY,
        )
    )
    if again := again_at(asked, most, now):
        raise TooManyToday(most, again)


def again_at(asked: Iterable[datetime], most: int, now: datetime) -> datetime | None:
    """When one more may be asked for after those at these moments; None when at once."""
    lately = sorted((at for at in asked if at > now - DAY), reverse=True)
    return lately[most - 1] + DAY if len(lately) >= most else None
