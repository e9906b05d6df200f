"""Closing an account on its day, and deleting its user once nobody can withdraw that any more (R8)."""

import provisioner.accounts.closing.outcomes as closing_outcomes
from provisioner import outbox
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.closing.requests import begin
from provisioner.accounts.kinds import CLOSE, REMOVE
from provisioner.accounts.outcomes import FIRST_LOOK
from provisioner.accounts.provisioning import ours
from provisioner.accounts.requests import Busy
from provisioner.accounts.rules import Attention
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import UserMissing


class Close(AccountHandler):
    """Nothing outside: it asks for the block, which shuts the account."""

    kind = CLOSE

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Begin, or wait for what is under way."""
        try:
            with self.database.transaction() as session:
                now = self.database.now(session)
                outbox.finish(session, claim, now=now)
                begin(session, work.account_id, at=now)
        except Busy:
            with self.database.transaction() as session:
                outbox.put_off(session, claim, until=self.database.now(session) + FIRST_LOOK)
        return None


class Remove(AccountHandler):
    """Begun anew after any fault: a user that is gone already is what was wanted."""

    kind = REMOVE
    asked = dict.fromkeys(Trouble, Attention.NOT_REMOVED)

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Delete the user, who may never have been created; one that is not ours any more is left alone (P2)."""
        try:
            user_id = work.keycloak_id or ours(work.user, self.directory)
            if user_id and self.directory.get(user_id).application_id != work.user.application_id:
                self.ask_people(claim, Attention.NOT_REMOVED, "other_marker")
                return None
            if user_id:
                self.directory.remove(user_id)
        except UserMissing:
            pass
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            closing_outcomes.removed(session, claim.subject_id, at=now)
        return None
