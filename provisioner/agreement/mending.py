"""Mending what somebody asked for."""

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.state import locked
from provisioner.accounts.work import Work
from provisioner.agreement.kinds import MEND
from provisioner.agreement.looking import Looking
from provisioner.agreement.rules import SET_BACK, FindingKind, by_harm, differences
from provisioner.agreement.tables import Finding
from provisioner.journal import Event
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next
from provisioner.outside.ports import LoginOrEmailTaken

log = structlog.get_logger()


class Mend(Looking):
    """Write our value into Keycloak for each difference that somebody asked to have mended; no password is touched."""

    kind = MEND

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Only what was asked for and still differs."""
        user_id = str(work.keycloak_id)
        looked = self.look(user_id)
        with self.database.reading() as session:
            asked = _asked(session, claim)
        if looked.member:
            for kind in sorted(asked & differences(work, looked.member), key=by_harm):
                self._set_back(kind, user_id, work)
            looked = self.look(user_id)
        with self.database.transaction() as session:
            now = self.database.now(session)
            self.wake_watch(session, claim, looked, now)
            outbox.finish(session, claim, now=now)
            locked(session, claim.subject_id)
            self.compare(session, claim, looked, now)
            self.give_back(session, claim)
            left = differences(work, looked.member) if looked.member else asked - {FindingKind.CAME_BACK}
            if mended := asked - left:
                journal.record(
                    session, Event.ACCOUNT_MENDED, at=now, actor=journal.WORKER, object_type="account",
                    object_id=claim.subject_id, kinds=sorted(mended),
                )  # fmt: skip
        return None

    def _set_back(self, kind: FindingKind, user_id: str, work: Work) -> None:
        match kind:
            case FindingKind.DISABLED:
                # What lived before somebody disabled the user must not live again.
                self.directory.end_sessions(user_id)
                self.directory.enable(user_id)
            case FindingKind.ENABLED:
                self.directory.disable(user_id)
                self.directory.end_sessions(user_id)
            case FindingKind.CAME_BACK:
                self.directory.remove(user_id)
            case FindingKind.NAME_DIFFERS:
                self.directory.rename(user_id, work.user.first_name, work.user.last_name)
            case FindingKind.NUMBER_DIFFERS:
                self.directory.renumber(user_id, work.user.customer_number)
            case FindingKind.ACTION_ADDED:
                self.directory.drop_actions(user_id)
            case FindingKind.EMAIL_DIFFERS:
                self._change_email(user_id, work)

    def _change_email(self, user_id: str, work: Work) -> None:
        """What another user has by now stays as it is, and the difference stands."""
        try:
            self.directory.change_email(user_id, work.user.email)
        except LoginOrEmailTaken:
            log.warning("address held by another user", account=str(work.account_id))


def _asked(session: Session, claim: Claim) -> frozenset[FindingKind]:
    stands = (Finding.account_id == claim.subject_id, Finding.closed_at.is_(None), Finding.asked_at.is_not(None))
    return frozenset(session.scalars(sa.select(Finding.kind).where(*stands))) & SET_BACK
