"""Mailing the access data, and setting a new temporary password where the one before was lost (R5, P4)."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.accounts.outcomes as outcomes
from provisioner import office, outbox
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.kinds import NOTIFY
from provisioner.accounts.provisioning import Provisioned, renew, replace_unsent
from provisioner.accounts.rules import Attention
from provisioner.accounts.work import Work, work_on
from provisioner.mail.sent import keep
from provisioner.office import OfficeRules
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outside.parts import KEYCLOAK, MAIL, heard
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import PermanentError, TransientError, UserMissing
from provisioner.wording import noted

OF_THE_MAIL = ("smtp_", "mail_")
"""How the codes of the mail server's refusals begin."""


class Notify(AccountHandler):
    """A mail whose password is lost or whose outcome is unknown always means a new generation (P4)."""

    kind = NOTIFY

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Set a new temporary password unless the customer has an own one, then mail it."""
        self.reach(Failpoint.AFTER_CLAIM)
        try:
            outcome = renew(
                str(work.keycloak_id), work.user.email, self.directory, self.tools.new_password,
                former=work.former_emails, shut=work.shut_at is not None,
            )  # fmt: skip
        except UserMissing:
            self._start_over(claim)
            return None
        self.reach(Failpoint.AFTER_POST)
        self.hands.answered(KEYCLOAK)
        if not isinstance(outcome, Provisioned):
            self.stopped(claim, outcome)
            return None
        self.hands.lease.begin()
        with self.database.transaction() as session:
            now, rules = self.database.now(session), office.rules(session)
            self.hands.extend(session, claim, now)
            account = outcomes.renewed(session, claim.subject_id, life=rules.password_life, at=now)
            work = self.with_link(session, claim, work_on(account), now)
        self.send(claim, work, outcome.password, rules)
        return None

    def send(self, claim: Claim, work: Work, password: TemporaryPassword, rules: OfficeRules) -> None:
        """Mail the password that has just been set; where the address is refused, that password dies."""
        message = replace(self.tools.mails.mail(work, password, rules), mark=work.mark)
        self.reach(Failpoint.BEFORE_SMTP)
        self.hands.lease.check()
        try:
            with heard(partial(self.hands.answered, MAIL)):
                self.tools.mailer.send(message)
        except TransientError as error:
            if not error.unknown:
                self._not_mailed(claim)
            raise
        except PermanentError:
            self._not_mailed(claim)
            replace_unsent(str(work.keycloak_id), self.directory, self.tools.new_password)
            raise
        self.reach(Failpoint.AFTER_250)
        self.hands.answered(MAIL)
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.notified(
                session, claim.subject_id, reminder=rules.reminder, at=now,
                told=keep(session, UUID(work.user.application_id), message, at=now) | noted(message.wording),
            )  # fmt: skip
        if work.notified_at is None:
            self.tools.mailed(now - work.approved_at)
        self.reach(Failpoint.AFTER_NOTIFIED_COMMIT)

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """Hand the account to people; a refusal by the mail server is told apart from one by Keycloak."""
        if trouble is Trouble.REFUSED and code.startswith(OF_THE_MAIL):
            outcomes.needs_attention(session, claim.subject_id, Attention.MAIL_REFUSED, code, at=at)
        else:
            super().give_up(session, claim, trouble, code, at=at)

    def _not_mailed(self, claim: Claim) -> None:
        """The next mail then replaces none on this one's account; noted only while the attempt is ours."""
        self.hands.lease.begin()
        with self.database.transaction() as session:
            self.hands.extend(session, claim, self.database.now(session))
            outcomes.not_mailed(session, claim.subject_id)

    def _start_over(self, claim: Claim) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.start_over(session, claim.subject_id, at=now)
