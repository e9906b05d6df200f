"""Writing changed data to the user in the realm: the login stays, what was pending under the former data dies."""

import provisioner.accounts.changing.outcomes as change_outcomes
from provisioner import outbox
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.kinds import CHANGE
from provisioner.accounts.provisioning import kill_password
from provisioner.accounts.rules import Attention
from provisioner.accounts.work import Work
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next, Trouble
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.ports import DirectoryUser, LoginOrEmailTaken, UserMissing


class Change(AccountHandler):
    """Begun anew after any fault; each step harms nobody when it is repeated."""

    kind = CHANGE
    asked = dict.fromkeys(Trouble, Attention.NOT_CHANGED)

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Write the data, or find out what stands in the way."""
        user_id = str(work.keycloak_id)
        try:
            found = self.directory.get(user_id)
            if refusal := _refusal(found, work):
                self.ask_people(claim, Attention.NOT_CHANGED, refusal)
                return None
            self._write(user_id, found, work)
        except LoginOrEmailTaken:
            self.ask_people(claim, Attention.NOT_CHANGED, "same_email")
            return None
        except UserMissing:
            self.ask_people(claim, Attention.USER_MISSING, "not_found")
            return None
        self.hands.answered(KEYCLOAK)
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            change_outcomes.changed(session, claim.subject_id, pending=found.password_pending, at=now)
        return None

    def _write(self, user_id: str, found: DirectoryUser, work: Work) -> None:
        if found.password_pending:
            kill_password(user_id, self.directory, self.tools.new_password)
        self.directory.rewrite(user_id, work.user)
        if work.former_emails:
            # What was asked for in the former mailbox, as a link to a new password, ends with the sessions.
            self.directory.end_sessions(user_id)


def _refusal(found: DirectoryUser, work: Work) -> str:
    """A user that is not ours any more, or whose address somebody has changed by hand, is left alone (P2)."""
    if found.application_id != work.user.application_id:
        return "other_marker"
    known = {work.user.email.casefold(), *work.former_emails}
    return "" if found.email.casefold() in known else "other_email"
