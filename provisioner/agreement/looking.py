"""Looking at one user with the read-only client, and noting in what its account differs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.carrying_out import Tools
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.carrying_out.watching import is_watched
from provisioner.accounts.closing.outcomes import is_removing
from provisioner.accounts.kinds import WATCH
from provisioner.accounts.rules import Attention
from provisioner.accounts.tables import Account
from provisioner.accounts.work import read_work
from provisioner.agreement.findings import agree_on, close_missing
from provisioner.agreement.rules import CUSTOMERS, LOOKED_AT, FindingKind, differences
from provisioner.agreement.tables import Finding
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Trouble
from provisioner.outside.observation import Member, MemberReader, UserOutside
from provisioner.outside.parts import OBSERVER
from provisioner.outside.ports import UserMissing

log = structlog.get_logger()


@dataclass(frozen=True)
class Looked:
    """What a look at one user showed; neither a member nor `outside` is a user that is gone."""

    member: Member | None = None
    outside: bool = False

    @property
    def gone(self) -> bool:
        """Whether Keycloak has no such user."""
        return self.member is None and not self.outside


class Looking(AccountHandler):
    """Work that looks at a user with the read-only client."""

    def __init__(self, hands: Hands, tools: Tools, reader: MemberReader) -> None:
        super().__init__(hands, tools)
        self.reader = reader

    def look(self, user_id: str) -> Looked:
        """The member as it is now."""
        try:
            found = Looked(self.reader.member(user_id))
        except UserMissing:
            found = Looked()
        except UserOutside:
            found = Looked(outside=True)
        self.hands.answered(OBSERVER)
        return found

    def wake_watch(self, session: Session, claim: Claim, looked: Looked, now: datetime) -> None:
        """Where a user is gone whose first login is waited for, the watch looks for itself and asks people on its case.

        Before anything else is locked: who reads events takes the watch before the look, the watch takes its own task
        before the account.
        """
        if looked.gone and is_watched(session, claim.subject_id):
            outbox.ensure(session, WATCH, claim.subject_id, now)

    def compare(self, session: Session, claim: Claim, looked: Looked, now: datetime) -> None:
        """Note in what the account differs; the caller has locked it and nothing of ours is at work on it.

        A user that is gone is told once: on its case where the watch or the account itself asks people about it. One
        that we are deleting ourselves is told nowhere.
        """
        work = read_work(session, claim.subject_id)
        if session.get_one(Account, claim.subject_id).attention is Attention.USER_MISSING:
            close_missing(session, claim.subject_id, at=now)
        if work.status not in LOOKED_AT or not work.keycloak_id:
            return
        found = frozenset({FindingKind.OUTSIDE_GROUP}) if looked.outside else differences(work, looked.member)
        if FindingKind.USER_MISSING in found and self._told_elsewhere(session, claim.subject_id, now):
            found -= {FindingKind.USER_MISSING}
        agree_on(session, claim.subject_id, CUSTOMERS, work.keycloak_id, found, at=now)

    def _told_elsewhere(self, session: Session, account_id: UUID, now: datetime) -> bool:
        return is_watched(session, account_id) or is_removing(session, account_id, at=now)

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:  # noqa: ARG002
        """The account stands as it was; what was asked for can be asked again."""
        log.error("looked at a user in vain", task=claim.task_id, kind=claim.kind, reason=trouble, code=code)
        self.give_back(session, claim)

    def give_back(self, session: Session, claim: Claim) -> None:
        """What still differs may be asked for again."""
        session.execute(
            sa.update(Finding)
            .where(Finding.account_id == claim.subject_id, Finding.closed_at.is_(None))
            .values(asked_by=None, asked_at=None)
            .execution_options(synchronize_session=False)
        )
