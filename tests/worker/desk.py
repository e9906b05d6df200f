"""A worker over fakes and a real database, stepped by hand; time passes by moving the rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import sqlalchemy as sa

from provisioner.accounts.carrying_out import AccessMails, Tools, account_handlers
from provisioner.accounts.carrying_out.failpoints import Reach, pass_by
from provisioner.accounts.kinds import USER
from provisioner.accounts.not_me import Links
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.declarations.telling import declaration_handlers
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.lease import Lease
from provisioner.outbox.tables import Task
from provisioner.outside import health
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import Directory
from provisioner.settings import branding
from provisioner.worker import Step, nightly_handlers, schedule
from provisioner.worker.failures import Failures
from provisioner.worker.pauses import Pauses
from tests.factories import PRACTICE
from tests.fakes import FakeDirectory, FakeMailer

LEASE = timedelta(seconds=60)
PUBLIC_URL = "http://localhost:8902"
LOGIN_PAGE = "http://localhost/realms/ibok/account/"


@dataclass
class WorkerDesk:
    """One worker, its outside and the database they share with other workers."""

    database: Database
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    realm: Directory | None = None
    """A real realm in place of the one in memory."""
    mailer: FakeMailer = field(default_factory=FakeMailer)
    slept: float = 0.0
    more: Callable[[Hands], list[AnyHandler]] = lambda hands: []

    def worker(self, reach: Reach = pass_by) -> Step:
        """A worker as after a fresh start."""
        failures = Failures(self.database, Pauses(lambda: monotonic() + self.slept))
        failures.remember()
        with self.database.transaction() as session:
            health.report(session, health.WORKER, "", at=datetime.now(UTC))
        return self._step(failures, reach)

    def same(self, worker: Step) -> Step:
        """The same worker with what it knows of failures, after `more` has got it further kinds of work."""
        return self._step(worker.failures, pass_by)

    def _step(self, failures: Failures, reach: Reach) -> Step:
        hands = Hands(self.database, Lease(LEASE), "test", failures.answered)
        mails = AccessMails(LOGIN_PAGE, strong_profile=False, branding=branding.load())
        tools = Tools(
            self.realm or self.directory, self.mailer, temporary_password, mails, PRACTICE, reach, Links(PUBLIC_URL),
            failures.measured.mailed,
        )  # fmt: skip
        return Step(
            hands,
            failures,
            [
                *account_handlers(hands, tools),
                *declaration_handlers(hands, tools),
                *nightly_handlers(hands),
                *self.more(hands),
            ],
        )

    def begins(self, *recurring: type[AnyHandler]) -> None:
        """A worker starts that has only this work to put; it recurs from then on."""
        known = self.worker().handlers
        schedule(self.database, [handler for handler in known if isinstance(handler, recurring)])

    def run(self, worker: Step | None = None) -> int:
        """Do everything that is due; gives the number of steps."""
        worker = worker or self.worker()
        steps = 0
        while worker():
            steps += 1
            assert steps < 50, "a busy loop"
        return steps

    def later(self, hours: float = 0) -> None:
        """All waits, pauses and leases are over."""
        self.pauses_end()
        past = datetime.now(UTC) - timedelta(seconds=1)
        with self.database.transaction() as session:
            open_task = sa.update(Task).where(Task.done_at.is_(None))
            session.execute(open_task.values(not_before=past))
            session.execute(open_task.where(Task.leased_until.is_not(None)).values(leased_until=past))
            if hours:
                back = timedelta(hours=hours)
                for account in session.scalars(sa.select(Account)):
                    if account.password_valid_until:
                        account.password_valid_until -= back
                    if account.shut_at:
                        account.shut_at -= back
                for task in session.scalars(sa.select(Task).where(Task.first_failed_at.is_not(None))):
                    task.first_failed_at = task.first_failed_at and task.first_failed_at - back

    def unused_to_the_end(self) -> None:
        """The temporary password's life is over, and then the life of every page that it has opened."""
        for hours in (169, 1):
            self.later(hours)
            self.run()

    def pauses_end(self) -> None:
        """No part of the outside is left alone any more."""
        self.slept += 3600

    def account(self, account_id: UUID) -> Account:
        with self.database.reading() as session:
            return session.get_one(Account, account_id)

    def state(self, account_id: UUID) -> tuple[AccountStatus, Attention | None]:
        account = self.account(account_id)
        return account.status, account.attention

    def open_task(self) -> Task:
        """The one open task that changes an account's user."""
        with self.database.reading() as session:
            return session.scalars(sa.select(Task).where(Task.done_at.is_(None), Task.lane == USER)).one()

    def mailed_token(self, number: int = -1) -> str:
        """The token of the link "it wasn't me" in a mail."""
        address = next(line for line in self.mailer.sent[number].text.splitlines() if line.startswith(PUBLIC_URL))
        return parse_qs(urlsplit(address).query)["t"][0]

    def mailed_password(self, number: int = -1) -> str:
        """The temporary password in a mail, as a customer would copy it."""
        lines = self.mailer.sent[number].text.splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("Hasło tymczasowe"))
