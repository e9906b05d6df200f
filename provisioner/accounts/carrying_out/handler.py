"""What all work on an account has in common: the parts it is given, what it is about, and where giving up is noted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

import provisioner.accounts.outcomes as outcomes
from provisioner import outbox, wording
from provisioner.accounts.carrying_out.access_mail import AccessMails
from provisioner.accounts.carrying_out.failpoints import Reach, pass_by
from provisioner.accounts.carrying_out.leased import LeasedDirectory
from provisioner.accounts.delivery.marks import Sent, mark_of
from provisioner.accounts.not_me.links import Links
from provisioner.accounts.provisioning import AlreadyActive, EmailDiffers, EmailHeld, UsedBeforeCorrection
from provisioner.accounts.rules import Attention
from provisioner.accounts.state import locked
from provisioner.accounts.work import Work, read_work
from provisioner.logins import Practice
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Handler, Hands, Trouble
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.password import NewPassword
from provisioner.outside.ports import Directory, Mailer

log = structlog.get_logger()
ASKED: Mapping[Trouble, Attention] = {
    Trouble.REFUSED: Attention.REFUSED_BY_KEYCLOAK,
    Trouble.OUT_OF_PATIENCE: Attention.GAVE_UP,
    Trouble.UNEXPECTED: Attention.UNEXPECTED,
}

Stopped = AlreadyActive | UsedBeforeCorrection | EmailHeld | EmailDiffers


@dataclass
class Tools:
    """The outside and the utility's choices, for one thread; the directory refuses work whose lease is over."""

    directory: Directory
    mailer: Mailer
    new_password: NewPassword
    mails: AccessMails
    practice: Practice
    reach: Reach = field(default=pass_by)
    links: Links = field(default_factory=Links)
    mailed: Callable[[timedelta], None] = lambda _: None
    """Told of each first access mail, so long after the decision."""


class AccountHandler(Handler[Work]):
    """One kind of work on an account; `asked` says what people are asked to settle when it is given up."""

    asked: Mapping[Trouble, Attention] = ASKED

    def __init__(self, hands: Hands, tools: Tools) -> None:
        self.hands = hands
        self.tools = tools
        self.database = hands.database
        self.directory: Directory = LeasedDirectory(tools.directory, hands.lease, lambda: hands.answered(KEYCLOAK))
        self.reach = tools.reach

    def read(self, session: Session, claim: Claim) -> Work:
        """The account with what was approved."""
        return read_work(session, claim.subject_id)

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """Hand the account to people, with the reason; of an account that is not there only the log can tell."""
        if locked(session, claim.subject_id) is None:
            log.error("account missing", task=claim.task_id, reason=trouble)
            return
        outcomes.needs_attention(session, claim.subject_id, self.asked[trouble], code, at=at)

    def with_link(self, session: Session, claim: Claim, work: Work, at: datetime, to: str = "") -> Work:
        """The work with link, mark and wording for the mail that is about to leave, to another address than the
        account's where `to` names it; the transaction ends before it does.
        """
        made = self.tools.links.made(session, work.account_id, to or work.user.email, work.language, at=at)
        sent = Sent(work.account_id, claim.kind, work.generation, claim.task_id)
        return replace(work, not_me=made, mark=mark_of(session, sent), wording=wording.in_force(session))

    def ask_people(self, claim: Claim, why: Attention, code: str, user_id: str = "") -> None:
        """The work has ended in something only people can settle; `user_id` is the user that was met on the way."""
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.needs_attention(session, claim.subject_id, why, code, at=now, keycloak_id=user_id)

    def stopped(self, claim: Claim, outcome: Stopped) -> None:
        """The realm says why there is nothing to mail."""
        match outcome:
            case AlreadyActive(user_id):
                self.activated(claim, user_id)
            case UsedBeforeCorrection(user_id):
                self.ask_people(claim, Attention.USED_BEFORE_CORRECTION, "own_password", user_id)
            case EmailHeld(user_id):
                self.ask_people(claim, Attention.EMAIL_TAKEN, "same_email", user_id)
            case EmailDiffers():
                self.ask_people(claim, Attention.EMAIL_DIFFERS, "other_email")

    def activated(self, claim: Claim, user_id: str) -> None:
        """The customer has an own password; there is nothing more to do."""
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.activated(session, claim.subject_id, user_id, at=now)
