"""Creating the user of an approved account (R4, P2)."""

import provisioner.accounts.outcomes as outcomes
from provisioner import office, outbox
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.carrying_out.handler import AccountHandler
from provisioner.accounts.carrying_out.mailing import Notify
from provisioner.accounts.kinds import NOTIFY, PROVISION
from provisioner.accounts.provisioning import LoginHeld, Provisioned, provision
from provisioner.accounts.work import Work, work_on
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Next
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.password import TemporaryPassword


class Provision(AccountHandler):
    """Make sure the user exists once, then let the mail follow from this process, which alone holds the password."""

    kind = PROVISION

    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Create the user, or find out what stands in the way."""
        self.reach(Failpoint.AFTER_CLAIM)
        outcome = provision(
            work.user, self.directory, self.tools.new_password, untried=claim.first, former=work.former_emails
        )
        self.reach(Failpoint.AFTER_POST)
        self.hands.answered(KEYCLOAK)
        match outcome:
            case Provisioned(user_id, password):
                return self._created(claim, user_id, password)
            case LoginHeld():
                self._next_login(claim)
            case _:
                self.stopped(claim, outcome)
        return None

    def _created(self, claim: Claim, user_id: str, password: TemporaryPassword) -> Next:
        lease = self.hands.lease
        lease.begin()
        with self.database.transaction() as session:
            now, rules = self.database.now(session), office.rules(session)
            outbox.finish(session, claim, now=now)
            account = outcomes.created(session, claim.subject_id, user_id, life=rules.password_life, at=now)
            by = self.hands.worker
            mail = outbox.hold(session, NOTIFY, claim.subject_id, now=now, worker=by, lease=lease.length)
            work = self.with_link(session, mail, work_on(account), now)
        self.reach(Failpoint.AFTER_CREATED_COMMIT)
        return Next(mail, lambda: Notify(self.hands, self.tools).send(mail, work, password, rules))

    def _next_login(self, claim: Claim) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.put_off(session, claim, until=now)
            outcomes.next_login(session, claim.subject_id, self.tools.practice, at=now)
