"""What a failure means: wait and come back, or hand the account to people; and when the whole queue has to pause."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts import outcomes
from provisioner.accounts.rules import Attention
from provisioner.database import Database
from provisioner.outbox import Claim
from provisioner.outbox.tables import Task
from provisioner.outside import health
from provisioner.outside.ports import TransientError

log = structlog.get_logger()

PATIENCE = timedelta(hours=4)
"""How long one piece of work is retried when only this one fails; an outage of a whole part is waited out."""

UNEXPECTED_TRIES = 5
LONGEST_PAUSE = timedelta(seconds=30)


@dataclass
class Pause:
    """While a part is down no thread claims anything, so that an outage is met by one try at a time."""

    _until: float = 0.0
    _failures: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def seconds(self) -> float:
        """How long to wait before the next claim."""
        return max(0.0, self._until - monotonic())

    def lengthen(self) -> timedelta:
        """The part failed (again); gives how long nothing is claimed now."""
        with self._lock:
            wait = min(outbox.wait(self._failures), LONGEST_PAUSE)
            self._failures += 1
            self._until = monotonic() + wait.total_seconds()
        return wait

    def end(self) -> None:
        """The part answered."""
        with self._lock:
            self._until, self._failures = 0.0, 0


@dataclass
class Failures:
    """Shared by the threads of one worker."""

    database: Database
    pause: Pause = field(default_factory=Pause)
    _down: set[str] = field(default_factory=set)

    def wait(self, claim: Claim, error: TransientError) -> None:
        """Put the task back; an outage of a whole part is told to the desk, pauses the queue and costs no patience."""
        log.warning("waiting", task=claim.task_id, problem=error.problem, failures=claim.failures)
        if error.component:
            self._outage(claim, error)
        else:
            self._alone(claim, error.problem)

    def works(self, component: str) -> None:
        """A part answered; after an outage that ends the banner and wakes everything that waited for it."""
        if component not in self._down:
            return
        self.pause.end()
        with self.database.transaction() as session:
            now = self.database.now(session)
            health.report(session, component, "", at=now)
            woken = outbox.wake(session, component, now=now)
        self._down.discard(component)
        log.info("works again", component=component, woken=woken)

    def remember(self) -> None:
        """Take over what any worker has reported as down, so that the banner ends with the first success of one."""
        with self.database.reading() as session:
            self._down.update(health.problems(session))

    def give_up(self, claim: Claim, why: Attention, code: str) -> None:
        """Hand the account to people, with the reason."""
        log.warning("needs attention", task=claim.task_id, reason=why, code=code)
        with self.database.transaction() as session:
            now = self.database.now(session)
            outbox.finish(session, claim, now=now)
            outcomes.needs_attention(session, claim.account_id, why, code, at=now)

    def unexpected(self, claim: Claim) -> None:
        """Something nobody thought of: a few tries, then quarantine, so that the others go on."""
        if claim.failures + 1 >= UNEXPECTED_TRIES:
            self.give_up(claim, Attention.UNEXPECTED, "unexpected")
            return
        with self.database.transaction() as session:
            outbox.fail(session, claim, now=self.database.now(session), problem="unexpected")

    def _outage(self, claim: Claim, error: TransientError) -> None:
        self._down.add(error.component)
        wait = self.pause.lengthen()
        with self.database.transaction() as session:
            now = self.database.now(session)
            health.report(session, error.component, error.problem, at=now)
            outbox.await_repair(session, claim, until=now + wait, problem=error.problem)

    def _alone(self, claim: Claim, problem: str) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            if self._out_of_patience(session, claim, now):
                outbox.finish(session, claim, now=now)
                outcomes.needs_attention(session, claim.account_id, Attention.GAVE_UP, problem, at=now)
            else:
                outbox.fail(session, claim, now=now, problem=problem)

    def _out_of_patience(self, session: Session, claim: Claim, now: datetime) -> bool:
        first = session.scalar(sa.select(Task.first_failed_at).where(Task.id == claim.task_id))
        return first is not None and now - first > PATIENCE
