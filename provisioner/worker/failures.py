"""What a failure means: wait and come back, or give up; and which work has to pause with a part of the outside."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.database import Database
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import AnyHandler, Trouble
from provisioner.outbox.kinds import Kind
from provisioner.outbox.tables import Task
from provisioner.outside import health
from provisioner.outside.parts import BEHIND, NOT_THERE
from provisioner.outside.ports import ConfigurationError, DoubtfulRefusal, TransientError
from provisioner.worker.blame import Blame
from provisioner.worker.measured import Measured
from provisioner.worker.pauses import Pauses

log = structlog.get_logger()

PATIENCE = timedelta(hours=4)
"""How long one piece of work is retried when only this one fails; an outage of a whole part is waited out."""

UNEXPECTED_TRIES = 5


@dataclass
class Failures:
    """Shared by the threads of one worker."""

    database: Database
    pauses: Pauses = field(default_factory=Pauses)
    blame: Blame = field(default_factory=Blame)
    measured: Measured = field(default_factory=Measured)
    _down: dict[str, str] = field(default_factory=dict)

    def wait(self, handler: AnyHandler, claim: Claim, error: TransientError) -> None:
        """Put the task back; an outage of a whole part is told to the desk, pauses its work and costs no patience."""
        log.warning("waiting", problem=error.problem, failures=claim.failures)
        if isinstance(error, DoubtfulRefusal) and self.blame.its_own(claim.task_id, error.component):
            self.give_up(handler, claim, Trouble.REFUSED, error.problem)
        elif error.component:
            self._outage(claim, error)
        else:
            self._one_waits(handler, claim, error.problem)

    def answered(self, part: str) -> None:
        """A part of the outside has done what was asked, so that the one it is met through is there, too."""
        self.measured.answered(part)
        self.works(part)
        if behind := BEHIND.get(part):
            self.measured.answered(behind)
            if self._is_only_away(behind):
                self.works(behind)

    def works(self, component: str) -> None:
        """After an outage this ends the banner and wakes everything that waited for it."""
        if component not in self._down:
            return
        self.blame.repaired(component)
        self.pauses.of(component).end()
        with self.database.transaction() as session:
            now = self.database.now(session)
            health.report(session, component, "", at=now)
            woken = outbox.wake(session, component, now=now)
        self._down.pop(component, None)
        log.info("works again", component=component, woken=woken)

    def remember(self) -> None:
        """Take over what any worker has reported as down, so that the banner ends with the first success of one."""
        with self.database.reading() as session:
            found = health.problems(session)
        for part, problem in found.items():
            self._note(part, problem)

    def forget(self, parts: Iterable[str]) -> None:
        """Parts that this installation does not have are not down; what waited for one goes on without it."""
        self.remember()
        for part in parts:
            self.works(part)

    def give_up(self, handler: AnyHandler, claim: Claim, trouble: Trouble, code: str) -> None:
        """Try no more; the handler notes it where people see it.

        When the same refusal has met many in a row, the others wait and people are asked once, by the banner.
        """
        log.warning("gives up", reason=trouble, code=code)
        lane = handler.kind.lane
        awaited = handler.kind.awaited  # Of other work no success would end the banner.
        if trouble is Trouble.REFUSED and awaited and lane and self._everybodys(lane, claim, code):
            self._outage(claim, ConfigurationError(f"{lane}_refused", lane))
            return
        with self.database.transaction() as session:
            self._close(session, handler, claim, trouble, code)

    def went_well(self, kind: Kind, claim: Claim) -> None:
        """A piece of work is done: what it needed troubles not everybody, nor its lane where somebody waited for it."""
        self.measured.ended(claim.kind, "done")
        self.blame.went_well(kind.needs | {kind.lane} if kind.awaited else kind.needs, claim.task_id)
        if kind.lane and kind.awaited:
            self.works(kind.lane)

    def unexpected(self, handler: AnyHandler, claim: Claim) -> None:
        """Something nobody thought of: a few tries, then quarantine, so that the others go on."""
        self.measured.ended(claim.kind, "unexpected")
        if claim.failures + 1 >= UNEXPECTED_TRIES:
            self.give_up(handler, claim, Trouble.UNEXPECTED, "unexpected")
            return
        with self.database.transaction() as session:
            outbox.fail(session, claim, now=self.database.now(session), problem="unexpected")

    def _outage(self, claim: Claim, error: TransientError) -> None:
        self.measured.failed(error.component)
        self.measured.ended(claim.kind, "waits")
        self._note(error.component, error.problem)
        wait = self.pauses.of(error.component).lengthen()
        with self.database.transaction() as session:
            now = self.database.now(session)
            health.report(session, error.component, error.problem, at=now)
            if error.late:
                settled = now + timedelta(seconds=error.late)
                outbox.await_settling(session, claim, until=settled, problem=error.problem)
            else:
                outbox.await_repair(session, claim, until=now + wait, problem=error.problem)

    def _note(self, part: str, problem: str) -> None:
        """A part that refuses us does so still when it is away in between."""
        if problem not in NOT_THERE or part not in self._down:
            self._down[part] = problem

    def _is_only_away(self, part: str) -> bool:
        """Whether a part is down, and no worker knows of it that it refuses us."""
        if self._down.get(part) not in NOT_THERE:
            return False
        self.remember()
        return self._down[part] in NOT_THERE

    def _everybodys(self, lane: str, claim: Claim, code: str) -> bool:
        return self.blame.everybodys(lane, claim.subject_id, code) or lane in self._down

    def _one_waits(self, handler: AnyHandler, claim: Claim, problem: str) -> None:
        """One waits for a reason of its own, unless so many in a row wait for the same that it is everybody's.

        Then its lane pauses as in an outage; where none can, at least nobody's patience runs out meanwhile.
        """
        lane, tells = handler.kind.lane, bool(handler.kind.lane) and handler.kind.awaited
        # What is only looked at meets the same trouble of a part, but would not end the banner of a lane. A problem of
        # no part that this work needs has no row there: no success would end it.
        part = next((one for one in handler.kind.needs if problem.startswith(f"{one}_")), "")
        shared = bool(part) and self.blame.everybodys(part, claim.subject_id, problem)
        shared = (tells and self.blame.everybodys(lane, claim.subject_id, problem)) or shared
        if lane in self._down or (shared and tells):
            self._outage(claim, TransientError(f"{lane}_{problem}", lane))
        else:
            self._alone(handler, claim, problem, patient=shared)

    def _alone(self, handler: AnyHandler, claim: Claim, problem: str, *, patient: bool) -> None:
        with self.database.transaction() as session:
            now = self.database.now(session)
            if not patient and self._out_of_patience(session, claim, now):
                self._close(session, handler, claim, Trouble.OUT_OF_PATIENCE, problem)
            else:
                outbox.fail(session, claim, now=now, problem=problem)
                self.measured.ended(claim.kind, "waits")

    def _close(self, session: Session, handler: AnyHandler, claim: Claim, trouble: Trouble, code: str) -> None:
        now = self.database.now(session)
        outbox.finish(session, claim, now=now)
        handler.give_up(session, claim, trouble, code, at=now)
        self.measured.ended(claim.kind, "gave_up")

    def _out_of_patience(self, session: Session, claim: Claim, now: datetime) -> bool:
        first = session.scalar(sa.select(Task.first_failed_at).where(Task.id == claim.task_id))
        return first is not None and now - first > PATIENCE
