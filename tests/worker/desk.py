"""A worker over fakes and a real database, stepped by hand; time passes by moving the rows."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.outside.password import temporary_password
from provisioner.settings import branding
from provisioner.worker import Step, StepSettings
from provisioner.worker.failpoints import Reach, pass_by
from provisioner.worker.failures import Failures
from tests.fakes import FakeDirectory, FakeMailer

SETTINGS = StepSettings(
    worker="test",
    lease=timedelta(seconds=60),
    login_page="http://localhost/realms/ibok/account/",
    login_scheme="customer_number",
    strong_profile=False,
)


@dataclass
class WorkerDesk:
    """One worker, its outside and the database they share with other workers."""

    database: Database
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    mailer: FakeMailer = field(default_factory=FakeMailer)

    def worker(self, reach: Reach = pass_by) -> Step:
        """A worker as after a fresh start."""
        failures = Failures(self.database)
        failures.remember()
        return Step(
            self.database, self.directory, self.mailer, temporary_password, branding.load(), SETTINGS, failures, reach
        )

    def run(self, worker: Step | None = None) -> int:
        """Do everything that is due; gives the number of steps."""
        worker = worker or self.worker()
        steps = 0
        while worker():
            steps += 1
            assert steps < 50, "a busy loop"
        return steps

    def later(self, hours: float = 0) -> None:
        """All waits and leases are over."""
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
                for task in session.scalars(sa.select(Task).where(Task.first_failed_at.is_not(None))):
                    task.first_failed_at = task.first_failed_at and task.first_failed_at - back

    def account(self, account_id: UUID) -> Account:
        with self.database.reading() as session:
            return session.get_one(Account, account_id)

    def state(self, account_id: UUID) -> tuple[AccountStatus, Attention | None]:
        account = self.account(account_id)
        return account.status, account.attention

    def open_task(self) -> Task:
        with self.database.reading() as session:
            return session.scalars(sa.select(Task).where(Task.done_at.is_(None))).one()

    def mailed_password(self, number: int = -1) -> str:
        """The temporary password in a mail, as a customer would copy it."""
        lines = self.mailer.sent[number].text.splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("Hasło tymczasowe"))
