"""Closing an account on its day, and deleting its user once nobody can withdraw that any more (R8)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.accounts.closing.outcomes as closing_outcomes
from provisioner import outbox
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.carrying_out.on_its_day import OnItsDay
from provisioner.accounts.closing.requests import begin
from provisioner.accounts.kinds import CLOSE, REMOVE
from provisioner.accounts.provisioning import ours
from provisioner.accounts.rules import Attention
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import UserMissing


class Close(OnItsDay):
    """It asks for the block, which shuts the account."""

    kind = CLOSE

    def begin(self, session: Session, account_id: UUID, *, at: datetime) -> None:
        """The day has come on which the paper takes effect. Raises Busy."""
        begin(session, account_id, at=at)


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
