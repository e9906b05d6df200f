"""Letting an unused password die at the end of its life, without ever putting one over the customer's own (R5, P4).

Looking whether it is still unused and then replacing it is a race: a page that asks for a new password takes one for as
long as it lives, from a disabled user too. So nobody may log in while the last pages die, and only then it is replaced.
"""

from datetime import timedelta

import provisioner.accounts.outcomes as outcomes
from provisioner import outbox
from provisioner.accounts.blocking.rules import PAGES_LIVE
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.delivery.listing import came_back
from provisioner.accounts.kinds import RETIRE
from provisioner.accounts.provisioning import kill_password
from provisioner.accounts.rules import Attention
from provisioner.accounts.tables import Account
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import DirectoryUser, UserMissing

LOOK = timedelta(minutes=1)
"""So long somebody who has just set an own password on such a page may be unable to log in with it."""


class Retire(AccountHandler):
    """Replace a temporary password that was not used in its time by one that nobody ever sees.

    Each try looks first and does what is next, so that one which was stopped anywhere is gone on with.
    """

    kind = RETIRE

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Shut the user, wait until no page is open, replace the password, open the user again."""
        try:
            self._go_on(claim, work, self.directory.get(str(work.keycloak_id)))
        except UserMissing:
            self.ask_people(claim, Attention.USER_MISSING, "not_found")
        return None

    def _go_on(self, claim: Claim, work: Work, user: DirectoryUser) -> None:
        if not user.password_pending:
            self._open(claim, work, user)
            self.activated(claim, user.id)
        elif user.enabled:
            self._shut(claim, user)
        elif work.shut_at is None or not self._put_off(claim, work):
            # One that was disabled by hand has been so for nobody knows how long, and stays so.
            kill_password(user.id, self.directory, self.tools.new_password)
            self._open(claim, work, user)
            self._expired(claim)

    def _shut(self, claim: Claim, user: DirectoryUser) -> None:
        self.hands.lease.begin()
        with self.database.transaction() as session:
            now = self.database.now(session)
            self.hands.extend(session, claim, now)
            outcomes.shut(session, claim.subject_id, at=now)
        self.directory.disable(user.id)
        self.directory.end_sessions(user.id)
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            outbox.put_off(session, claim, until=self.database.now(session) + LOOK)

    def _put_off(self, claim: Claim, work: Work) -> bool:
        """Whether a page may still be open: then it is looked at again in a moment."""
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            now = self.database.now(session)
            until = min((work.shut_at or now) + PAGES_LIVE, now + LOOK)
            if until > now:
                outbox.put_off(session, claim, until=until)
            return until > now

    def _open(self, claim: Claim, work: Work, user: DirectoryUser) -> None:
        """Let the customer in again whom we have shut out; not once people have blocked the account."""
        if user.enabled or work.shut_at is None:
            return
        self.hands.lease.begin()
        with self.database.transaction() as session:
            self.hands.extend(session, claim, self.database.now(session))
        self.directory.enable(user.id)

    def _expired(self, claim: Claim) -> None:
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.expired(session, claim.subject_id, at=now)
            if code := came_back(session, session.get_one(Account, claim.subject_id)):
                outcomes.needs_attention(session, claim.subject_id, Attention.MAIL_CAME_BACK, code, at=now)
