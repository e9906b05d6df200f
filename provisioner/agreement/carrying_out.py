"""What the worker does: read events, compare a user, mend what somebody asked for, unlock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.carrying_out import Tools
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.listing import open_work
from provisioner.accounts.not_me import kept
from provisioner.accounts.state import locked
from provisioner.accounts.work import Work, read_work
from provisioner.agreement.findings import agree_on
from provisioner.agreement.kinds import COMPARE, MEND, UNLOCK
from provisioner.agreement.rules import CUSTOMERS, LOOKED_AT, SET_BACK, FindingKind, by_harm, differences
from provisioner.agreement.tables import AccountSeen, Finding
from provisioner.journal import Event
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Trouble
from provisioner.outside.observation import Member, MemberReader, UserOutside
from provisioner.outside.parts import KEYCLOAK, OBSERVER
from provisioner.outside.ports import LoginOrEmailTaken, UserMissing

log = structlog.get_logger()
AGAIN = timedelta(seconds=30)


@dataclass(frozen=True)
class Looked:
    """What a look at one user showed; neither a member nor `outside` is a user that is gone."""

    member: Member | None = None
    outside: bool = False


class _Looking(AccountHandler):
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
        for part in (KEYCLOAK, OBSERVER):
            self.hands.answered(part)
        return found

    def compare(self, session: Session, claim: Claim, looked: Looked, now: datetime) -> None:
        """Note in what the account differs; the caller has locked it and nothing of ours is at work on it."""
        work = read_work(session, claim.subject_id)
        if work.status not in LOOKED_AT or not work.keycloak_id:
            return
        found = frozenset({FindingKind.OUTSIDE_GROUP}) if looked.outside else differences(work, looked.member)
        agree_on(session, claim.subject_id, CUSTOMERS, work.keycloak_id, found, at=now)

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


class Compare(_Looking):
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
            self.hands.extend(session, claim, now)
            account = locked(session, claim.subject_id)
            if account and (open_work(session, account.id) or account.keycloak_id != work.keycloak_id):
                outbox.put_off(session, claim, until=now + AGAIN)
                return None
            outbox.finish(session, claim, now=now)
            if work.keycloak_id:
                self.compare(session, claim, looked, now)
        return None


class Mend(_Looking):
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


def _asked(session: Session, claim: Claim) -> frozenset[FindingKind]:
    stands = (Finding.account_id == claim.subject_id, Finding.closed_at.is_(None), Finding.asked_at.is_not(None))
    return frozenset(session.scalars(sa.select(Finding.kind).where(*stands))) & SET_BACK
