"""Blocking a user and lifting the block: in an order in which nobody is told what is not yet true."""

import provisioner.accounts.blocking.outcomes as block_outcomes
from provisioner import outbox
from provisioner.accounts.blocking.requests import standing
from provisioner.accounts.blocking.rules import LEAKED, dead_password, standing_after
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.kinds import BLOCK, UNBLOCK
from provisioner.accounts.provisioning import kill_password, ours
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import LoginOrEmailTaken, TransientError, UserMissing


class Block(AccountHandler):
    """Disable, end the sessions, read back; whatever step fails, the whole is begun again, which harms nobody."""

    kind = BLOCK
    asked = dict.fromkeys(Trouble, Attention.NOT_BLOCKED)

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Block the user, who may never have been created, or be gone."""
        user_id = work.keycloak_id or ours(work.user, self.directory)
        try:
            if user_id:
                self._shut(claim, user_id)
        except UserMissing:
            pass  # Nobody can log in as a user that is gone.
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            block_outcomes.blocked(session, claim.subject_id, user_id, at=now)
        return None

    def _shut(self, claim: Claim, user_id: str) -> None:
        with self.database.reading() as session:
            leaked = standing(session, claim.subject_id).ground in LEAKED
        self.directory.disable(user_id)
        if leaked:
            kill_password(user_id, self.directory, self.tools.new_password)
        self.directory.end_sessions(user_id)
        if self.directory.get(user_id).enabled or self.directory.sessions(user_id):
            raise TransientError("sessions_left")


class Unblock(AccountHandler):
    """End the sessions once more, then enable: what lived before the block never lives again."""

    kind = UNBLOCK
    asked = dict.fromkeys(Trouble, Attention.NOT_UNBLOCKED)

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Let the customer in again, and say where the account stands by what Keycloak shows."""
        try:
            to = self._open(claim, work, work.keycloak_id) if work.keycloak_id else AccountStatus.APPROVED
        except LoginOrEmailTaken:
            # Still disabled: another address can be proposed, and nobody waits at the wrong one meanwhile.
            self.ask_people(claim, Attention.NOT_UNBLOCKED, "same_email")
            return None
        except UserMissing:
            with self.database.transaction() as session:
                now = self.database.now(session)
                outbox.finish(session, claim, now=now)
                block_outcomes.nobody_to_unblock(session, claim.subject_id, at=now)
            return None
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            block_outcomes.unblocked(session, claim.subject_id, to, at=now)
        return None

    def _open(self, claim: Claim, work: Work, user_id: str) -> AccountStatus:
        with self.database.reading() as session:
            stands, now = standing(session, claim.subject_id), self.database.now(session)
        user = self.directory.get(user_id)
        pending = user.password_pending
        dead = dead_password(stands.ground, stands.former, work.password_valid_until, now, pending=pending)
        if dead:
            # After the block too: a password page that was open before it takes a new one from a disabled user.
            kill_password(user_id, self.directory, self.tools.new_password)
        if stands.readdressed and user.email.casefold() in work.former_emails:
            # Before anybody can log in or ask for a new password: a link to one would go to the wrong mailbox.
            self.directory.change_email(user_id, work.user.email)
        self.directory.end_sessions(user_id)
        self.directory.enable(user_id)
        self.hands.answered(KEYCLOAK)
        return standing_after(stands.former, pending=pending, dead=dead, readdressed=stands.readdressed)
