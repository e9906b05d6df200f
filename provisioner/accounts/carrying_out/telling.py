"""Telling customers by mail that their account is blocked, or that it is not any more."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal, office, outbox
from provisioner.accounts.blocking.outcomes import LOG_IN
from provisioner.accounts.blocking.requests import standing
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.told import is_told
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.kinds import TELL_BLOCKED, TELL_UNBLOCKED
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.work import Work
from provisioner.journal import Event
from provisioner.mail import Blocked, Unblocked, blocked, unblocked
from provisioner.mail.language import Language
from provisioner.mail.sent import keep
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outside.parts import MAIL, heard
from provisioner.outside.ports import Mail
from provisioner.wording import noted

REASONS: Mapping[Language, Mapping[BlockGround, str]] = {
    Language.PL: {
        BlockGround.CUSTOMERS_REQUEST: "prośba o zablokowanie konta",
        BlockGround.REGULAMIN: "naruszenie Regulaminu",
        BlockGround.END_OF_CONTRACT: "koniec umowy",
        BlockGround.TAKEOVER: "podejrzenie, że ktoś inny ma dostęp do konta",
        BlockGround.MANDATE_ENDED: "skończyło się umocowanie (np. pełnomocnictwo), na podstawie którego używano konta",
    },
    Language.EN: {
        BlockGround.CUSTOMERS_REQUEST: "we were asked to block the account",
        BlockGround.REGULAMIN: "breach of the terms (Regulamin)",
        BlockGround.END_OF_CONTRACT: "the contract has ended",
        BlockGround.TAKEOVER: "we suspect that somebody else can get into the account",
        BlockGround.MANDATE_ENDED: "the mandate (e.g. a power of attorney) under which the account was used has ended",
    },
}
"""What a customer reads; what staff wrote stays in the office."""


class Telling(AccountHandler):
    """A mail about the account's state, which does not leave once the state is another."""

    told_in: ClassVar[tuple[AccountStatus, ...]]

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Mail it, unless it is not true any more."""
        mail = self._send(claim, work) if self.is_true(claim, work) else None
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            if mail:
                self._sent(session, claim, work, mail, Event.ACCOUNT_TOLD, now)
            else:
                self.untold(session, claim)
            self.go_on(session, claim, now)
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """The state stands all the same; the history tells people that the customer does not know it."""
        self._note(session, claim, Event.ACCOUNT_NOT_TOLD, at, reason=trouble, code=code)
        self.untold(session, claim)

    def is_true(self, claim: Claim, work: Work) -> bool:  # noqa: ARG002
        """Whether the account still stands where this is told."""
        return work.status in self.told_in

    @abstractmethod
    def written(self, claim: Claim, work: Work, name: str) -> Mail:
        """What is told."""

    def go_on(self, session: Session, claim: Claim, now: datetime) -> None:
        """What there is to tell meanwhile."""

    def untold(self, session: Session, claim: Claim) -> None:
        """What is to be put right where the mail does not leave; a state stands without it."""

    def account_id(self, session: Session, claim: Claim) -> UUID:  # noqa: ARG002
        """Whose history tells of it."""
        return claim.subject_id

    def address(self, session: Session, claim: Claim) -> str:  # noqa: ARG002
        """Where the mail goes when that is not the account's address of now."""
        return ""

    def _prepared(self, claim: Claim, work: Work) -> tuple[Work, str]:
        """The work with the mail's link, and the customer's name as far as the office repeats it."""
        with self.database.transaction() as session:
            to = self.address(session, claim)
            name = work.display_name if "name" in office.rules(session).mail_basic_data else ""
            return self.with_link(session, claim, work, self.database.now(session), to), name

    def _send(self, claim: Claim, work: Work) -> Mail:
        """Mail it; gives what left."""
        prepared, name = self._prepared(claim, work)
        mail = replace(self.written(claim, prepared, name), mark=prepared.mark)
        self.hands.lease.check()
        with heard(partial(self.hands.answered, MAIL)):
            self.tools.mailer.send(mail)
        self.hands.answered(MAIL)
        return mail

    def _sent(self, session: Session, claim: Claim, work: Work, mail: Mail, event: Event, at: datetime) -> None:
        """Keep the mail on the case, and note which it was and in whose words."""
        kept = keep(session, UUID(work.user.application_id), mail, at=at)
        self._note(session, claim, event, at, **kept, **noted(mail.wording))

    def _note(self, session: Session, claim: Claim, event: Event, at: datetime, **why: str | int) -> None:
        journal.record(
            session, event, at=at, actor=journal.WORKER, object_type="account",
            object_id=self.account_id(session, claim), values=None, about=self.kind.name, **why,
        )  # fmt: skip


class TellBlocked(Telling):
    """Says that nobody can log in, and why."""

    kind = TELL_BLOCKED
    told_in = (AccountStatus.BLOCKED,)

    def is_true(self, claim: Claim, work: Work) -> bool:
        """Not where another block has come, whose ground forbids it: the mailbox may be a stranger's."""
        with self.database.reading() as session:
            return super().is_true(claim, work) and is_told(session, standing(session, work.account_id))

    def written(self, claim: Claim, work: Work, name: str) -> Mail:  # noqa: ARG002
        """With the ground in the customer's words."""
        with self.database.reading() as session:
            why = REASONS[work.language].get(standing(session, work.account_id).ground, "")
        told = Blocked(work.user.email, work.language, work.user.login, name, why, work.not_me)
        return blocked(told, self.tools.mails.branding, work.wording)


class TellUnblocked(Telling):
    """Says that the customer can log in again."""

    kind = TELL_UNBLOCKED
    told_in = LOG_IN

    def written(self, claim: Claim, work: Work, name: str) -> Mail:  # noqa: ARG002
        """Without a reason: it is good news."""
        told = Unblocked(work.user.email, work.language, work.user.login, name, work.not_me)
        return unblocked(told, self.tools.mails.branding, work.wording)
