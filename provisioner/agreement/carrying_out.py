"""What the worker does about one user: compare it, unlock it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.listing import open_work
from provisioner.accounts.not_me import kept
from provisioner.accounts.state import locked
from provisioner.accounts.work import Work
from provisioner.agreement.kinds import COMPARE, UNLOCK
from provisioner.agreement.looking import Looked, Looking
from provisioner.agreement.tables import AccountSeen
from provisioner.journal import Event
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import UserMissing

log = structlog.get_logger()
AGAIN = timedelta(seconds=30)


class Compare(Looking):
    """Look whether one user is as we know it; whatever is at work on it meanwhile comes first."""

    kind = COMPARE

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Note the differences."""
        looked = self.look(work.keycloak_id) if work.keycloak_id else Looked()
        if looked.member:
            # By itself, because whoever presses a link has it before the account.
            with self.database.transaction() as session:
                kept.seen(session, work.account_id, looked.member.token)
        with self.database.transaction() as session:
            now = self.database.now(session)
            if work.keycloak_id:
                self.wake_watch(session, claim, looked, now)
            self.hands.extend(session, claim, now)
            account = locked(session, claim.subject_id)
            if account and (account.keycloak_id != work.keycloak_id or open_work(session, account.id)):
                outbox.put_off(session, claim, until=now + AGAIN)
                return None
            outbox.finish(session, claim, now=now)
            if work.keycloak_id:
                self.compare(session, claim, looked, now)
        return None


class Unlock(AccountHandler):
    """Lift the lock of wrong passwords."""

    kind = UNLOCK

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Tell Keycloak to forget them."""
        try:
            self.directory.unlock(str(work.keycloak_id))
        except UserMissing:
            log.warning("user missing", account=str(work.account_id))
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            session.execute(
                sa.update(AccountSeen).where(AccountSeen.account_id == claim.subject_id).values(locked_at=None)
            )
            journal.record(
                session, Event.ACCOUNT_UNLOCKED, at=now, actor=journal.WORKER, object_type="account",
                object_id=claim.subject_id,
            )  # fmt: skip
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:  # noqa: ARG002
        """The lock passes by itself within a quarter of an hour; the button is there again."""
        log.error("unlocked in vain", task=claim.task_id, reason=trouble, code=code)
