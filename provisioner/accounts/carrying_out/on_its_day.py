"""What begins on a day of its own and asks for nothing outside."""

from abc import abstractmethod
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.outcomes import FIRST_LOOK
from provisioner.accounts.requests import Busy
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble

log = structlog.get_logger()
AGAIN = timedelta(hours=1)


class OnItsDay(AccountHandler):
    """It asks for work on the user, or waits for what is under way there."""

    @abstractmethod
    def begin(self, session: Session, account_id: UUID, *, at: datetime) -> None:
        """The day has come. Raises Busy while something is under way that has to end first."""

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Begin, or wait for what is under way."""
        try:
            with self.database.transaction() as session:
                now = self.database.now(session)
                outbox.finish(session, claim, now=now)
                self.begin(session, work.account_id, at=now)
        except Busy:
            with self.database.transaction() as session:
                outbox.put_off(session, claim, until=self.database.now(session) + FIRST_LOOK)
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """Access ends on this day whatever hinders it: it is tried again, and the log says so."""
        log.error("on its day and not begun", task=claim.task_id, kind=self.kind.name, reason=trouble, code=code)
        outbox.put(session, self.kind, claim.subject_id, at + AGAIN)
