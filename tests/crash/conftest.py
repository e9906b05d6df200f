"""Real worker processes over a real database, the real Keycloak and a real mail server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from provisioner import journal
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.mail.credentials import TEXT as ACCESS
from provisioner.mail.language import Language
from provisioner.mail.wording import SUBJECT, shipped
from provisioner.outbox.tables import Task
from tests.factories import approved_account
from tests.live.conftest import Realms, realms, sink  # noqa: F401 - fixtures
from tests.sink import Sink

T = TypeVar("T")
numbers = count(700000)
PATIENCE_SECONDS = 40
ACCESS_SUBJECTS = {shipped(ACCESS, language)[SUBJECT.name] for language in Language}


@dataclass
class Office:
    """One approved customer and the means to start, kill and watch workers."""

    database: Database
    realms: Realms
    sink: Sink
    environment: dict[str, str]
    logs: Path

    def approve(self) -> Account:
        """An application with a customer number and an address nobody else has."""
        number = f"{next(numbers)}{uuid4().int % 1000:03d}"
        address = f"c{number}@example.com"
        return approved_account(self.database, customer_number=number, email=address, email_again=address)

    @contextmanager
    def worker(self, keycloak_url: str = "", kill_at: Failpoint | None = None) -> Iterator["subprocess.Popen[bytes]"]:
        """A worker process; stopped by SIGTERM at the end unless it is dead already."""
        words = [sys.executable, "-m", "tests.crash.process", *([kill_at] if kill_at else [])]
        environment = self.environment | {"PROVISIONER_KEYCLOAK_INTERNAL_URL": keycloak_url}
        file = self.logs / f"worker-{uuid4().hex}.log"
        with file.open("wb") as log:
            process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
            try:
                self.wait_for(lambda: "started" in file.read_text(), "the worker to start")
                yield process
            finally:
                process.terminate()
                process.wait(PATIENCE_SECONDS)

    def run_until_killed(self, point: Failpoint) -> None:
        """Start a worker that kills itself at `point`, and wait until it has."""
        with self.worker(kill_at=point) as process:
            assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL

    def finish(self, account: Account) -> Account:
        """Let every lease and wait run out, then let a fresh worker do the rest."""
        self.let_time_pass()
        with self.worker() as process:
            done = self.wait_for(lambda: self.settled(account.id), "the account to settle")
        assert process.returncode == 0, "a worker told to stop ends cleanly"
        return done

    def let_time_pass(self) -> None:
        """All waits and leases are over."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        with self.database.transaction() as session:
            session.execute(sa.update(Task).where(Task.done_at.is_(None)).values(not_before=past, leased_until=None))

    def pauses_are_over(self) -> None:
        """What waits is due; what a worker holds it goes on holding."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        waits = (Task.done_at.is_(None), Task.leased_until.is_(None), Task.problem != "")
        with self.database.transaction() as session:
            session.execute(sa.update(Task).where(*waits).values(not_before=past))

    def access_mails(self, account: Account) -> list[EmailMessage]:
        """The mails with login and password; the realm's own notices go to the same address."""
        return [mail for mail in self.sink.to(account.email) if mail["Subject"] in ACCESS_SUBJECTS]

    def settled(self, account_id: UUID) -> Account | None:
        """The account once the worker has nothing more to do for it but look."""
        account = self.account(account_id)
        waiting = (AccountStatus.APPROVED, AccountStatus.CREATED)
        return None if account.status in waiting else account

    def account(self, account_id: UUID) -> Account:
        with self.database.reading() as session:
            return session.get_one(Account, account_id)

    def users_of(self, account: Account) -> list[dict[str, object]]:
        """Every realm user with this application's marker, as an administrator sees them."""
        return self.realms.users(f"q=applicationId:{account.case_id}")

    def wait_for(self, look: Callable[[], T | None], what: str, seconds: float = PATIENCE_SECONDS) -> T:
        """Look again and again, for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(0.1)
        pytest.fail(f"waited {seconds} s for {what}; the worker said:\n{self.log()[-3000:]}")

    def log(self) -> str:
        """What all workers of this test have said."""
        return "\n".join(file.read_text() for file in sorted(self.logs.glob("*.log"), key=os.path.getmtime))


@pytest.fixture
def office(database_url: str, realms: Realms, sink: Sink, tmp_path: Path) -> Iterator[Office]:  # noqa: F811
    """The office on a fresh database, with the journal's key that its workers have."""
    environment = {**os.environ, **realms.environment, "PROVISIONER_DATABASE_URL": database_url}
    with closing(Database(database_url, info=journal.keeping(realms.settings))) as database:
        yield Office(database, realms, sink, environment, tmp_path)
