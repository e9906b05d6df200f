"""One piece of work from claim to record (docs/architecture.md).

1. Claim it: take the lease, count the attempt, read what it is about, let the transaction end.
2. Do the work with no transaction open.
3. Record the outcome, but only while the attempt is still ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from provisioner import accounts, office, outbox
from provisioner.accounts import outcomes
from provisioner.accounts.outcomes import Work
from provisioner.accounts.rules import AccountStatus, Attention, TaskKind
from provisioner.database import Database
from provisioner.office import OfficeRules
from provisioner.outbox import Claim
from provisioner.outside.password import NewPassword, TemporaryPassword
from provisioner.outside.ports import Directory, Mailer, PermanentError, TransientError, UserMissing
from provisioner.settings.branding import Branding
from provisioner.worker.failpoints import Failpoint, Reach, pass_by
from provisioner.worker.failures import Failures
from provisioner.worker.lease import Lease, LeasedDirectory
from provisioner.worker.message import StepSettings, access_mail

log = structlog.get_logger()


@dataclass
class Step:
    """Carries out one task after another; one instance a thread, because the adapters hold connections."""

    database: Database
    directory: Directory
    mailer: Mailer
    new_password: NewPassword
    branding: Branding
    settings: StepSettings
    failures: Failures
    reach: Reach = pass_by

    def __post_init__(self) -> None:
        self.lease = Lease(self.settings.lease)
        self.directory = LeasedDirectory(self.directory, self.lease)

    def __call__(self) -> bool:
        """Do the next due task, if there is one; tells whether there was."""
        taken = self._claim()
        if taken is None:
            return False
        claim, work = taken
        self.reach(Failpoint.AFTER_CLAIM)
        log.info("claimed", task=claim.task_id, kind=claim.kind, attempt=claim.attempt)
        try:
            self._carry_out(claim, work)
        except outbox.LeaseLost:
            log.warning("lease lost", task=claim.task_id, attempt=claim.attempt)
        return True

    def _claim(self) -> tuple[Claim, Work] | None:
        self.lease.begin()
        with self.database.transaction() as session:
            now = self.database.now(session)
            claim = outbox.claim(session, now=now, worker=self.settings.worker, lease=self.settings.lease)
            return (claim, outcomes.work(session, claim.account_id)) if claim else None

    def _carry_out(self, claim: Claim, work: Work) -> None:
        doing = {TaskKind.PROVISION: self._provision, TaskKind.NOTIFY: self._notify, TaskKind.WATCH: self._watch}
        self._guarded(claim, lambda: doing[claim.kind](claim, work))

    def _guarded(self, claim: Claim, work: Callable[[], None]) -> None:
        """Turn whatever goes wrong into a wait, a question to people or, for a lost lease, into nothing at all."""
        try:
            work()
        except TransientError as error:
            self.failures.wait(claim, error)
        except PermanentError as error:
            self.failures.give_up(claim, Attention.REFUSED_BY_KEYCLOAK, error.code)
        except outbox.LeaseLost:
            raise
        except Exception as error:  # A poison row must not stop the others; the text may hold data and is not logged.
            log.error("unexpected", task=claim.task_id, error=type(error).__name__)
            self.failures.unexpected(claim)

    def _provision(self, claim: Claim, work: Work) -> None:
        outcome = accounts.provision(work.user, self.directory, self.new_password, untried=claim.first)
        self.reach(Failpoint.AFTER_POST)
        self.failures.works("keycloak")
        match outcome:
            case accounts.Provisioned(user_id, password):
                self._created(claim, user_id, password)
            case accounts.AlreadyActive(user_id):
                self._activated(claim, user_id)
            case accounts.LoginHeld():
                self._next_login(claim)
            case accounts.EmailHeld():
                self.failures.give_up(claim, Attention.EMAIL_TAKEN, "same_email")

    def _created(self, claim: Claim, user_id: str, password: TemporaryPassword) -> None:
        self.lease.begin()
        with self.database.transaction() as session:
            now, rules = self.database.now(session), office.rules(session)
            outbox.finish(session, claim, now=now)
            outcomes.created(session, claim.account_id, user_id, life=rules.password_life, at=now)
            # Only this process holds the password, so the mail is claimed by it in the same transaction.
            by, lease = self.settings.worker, self.settings.lease
            mail = outbox.hold(session, claim.account_id, TaskKind.NOTIFY, now=now, worker=by, lease=lease)
            work = outcomes.work(session, claim.account_id)
        self.reach(Failpoint.AFTER_CREATED_COMMIT)
        self._guarded(mail, lambda: self._mail(mail, work, password, rules))

    def _notify(self, claim: Claim, work: Work) -> None:
        """A mail whose password is lost or whose outcome is unknown always means a new generation (P4)."""
        try:
            outcome = accounts.renew(str(work.keycloak_id), self.directory, self.new_password)
        except UserMissing:
            self._start_over(claim)
            return
        self.reach(Failpoint.AFTER_POST)
        self.failures.works("keycloak")
        if isinstance(outcome, accounts.AlreadyActive):
            self._activated(claim, outcome.user_id)
            return
        self.lease.begin()
        with self.database.transaction() as session:
            now, rules = self.database.now(session), office.rules(session)
            outbox.extend(session, claim, until=now + self.settings.lease)
            outcomes.renewed(session, claim.account_id, life=rules.password_life, at=now)
            work = outcomes.work(session, claim.account_id)
        self._mail(claim, work, outcome.password, rules)

    def _mail(self, claim: Claim, work: Work, password: TemporaryPassword, rules: OfficeRules) -> None:
        message = access_mail(work, password, rules, self.settings, self.branding)
        self.reach(Failpoint.BEFORE_SMTP)
        self.lease.check()
        try:
            self.mailer.send(message)
        except PermanentError as refused:
            accounts.retire(str(work.keycloak_id), self.directory, self.new_password)
            self.failures.give_up(claim, Attention.MAIL_REFUSED, refused.code)
            return
        self.reach(Failpoint.AFTER_250)
        self.failures.works("mail")
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.notified(session, claim.account_id, at=now)
        self.reach(Failpoint.AFTER_NOTIFIED_COMMIT)

    def _watch(self, claim: Claim, work: Work) -> None:
        """Look whether the customer has logged in; retire the password at the end of its life (R5, R6)."""
        try:
            user = self.directory.get(str(work.keycloak_id))
        except UserMissing:
            self.failures.give_up(claim, Attention.USER_MISSING, "not_found")
            return
        self.failures.works("keycloak")
        if not user.password_pending:
            self._activated(claim, user.id)
            return
        with self.database.reading() as session:
            now = self.database.now(session)
        ended = work.status is AccountStatus.NOTIFIED and work.password_valid_until and now >= work.password_valid_until
        if ended and not accounts.retire(user.id, self.directory, self.new_password):
            self._activated(claim, user.id)
            return
        self._look_again(claim, work, now, ended=bool(ended))

    def _look_again(self, claim: Claim, work: Work, now: datetime, *, ended: bool) -> None:
        with self.database.transaction() as session:
            outbox.put_off(session, claim, until=outcomes.next_look(work, now, ended=ended))
            if ended:
                outcomes.expired(session, claim.account_id, at=now)

    def _activated(self, claim: Claim, user_id: str) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.activated(session, claim.account_id, user_id, at=now)

    def _next_login(self, claim: Claim) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.put_off(session, claim, until=now)
            outcomes.next_login(session, claim.account_id, self.settings.login_scheme, at=now)

    def _start_over(self, claim: Claim) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.start_over(session, claim.account_id, at=now)
