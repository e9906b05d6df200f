"""Ending an access with the mandate on which it was given."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.accounts.carrying_out.on_its_day import OnItsDay
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.requests import lapse


class EndMandate(OnItsDay):
    """It ends the mandate and asks for the block; done already, it finds nothing to do."""

    kind = END_MANDATE

    def begin(self, session: Session, account_id: UUID, *, at: datetime) -> None:
        """The last day is over. Raises Busy."""
        lapse(session, account_id, at=at)
