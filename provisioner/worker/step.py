"""One piece of work from claim to record, whatever its kind.

1. Claim it: take the lease, count the attempt, read what it is about, let the transaction end.
2. Let its handler do the work with no transaction open.
3. The handler records the outcome, but only while the attempt is still ours.
"""

from collections.abc import Callable, Iterable
from functools import partial
from time import perf_counter

import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.database import Database
from provisioner.database.trouble import told
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import AnyHandler, Hands, Next, Trouble
from provisioner.outside.ports import PermanentError, TransientError
from provisioner.worker.failures import Failures
from provisioner.worker.place import places

log = structlog.get_logger()


def _by_kind(handlers: Iterable[AnyHandler]) -> dict[str, AnyHandler]:
    found: dict[str, AnyHandler] = {}
    for handler in handlers:
        if handler.kind.name in found:
            raise ValueError(f"two handlers for work of the kind {handler.kind.name}")
        found[handler.kind.name] = handler
    return found


def _unreadable(error: LookupError) -> Next | None:
    raise error


class Step:
    """Carries out one task after another; one instance a thread, because the adapters hold connections."""

    def __init__(self, hands: Hands, failures: Failures, handlers: Iterable[AnyHandler]) -> None:
        self.database: Database = hands.database
        self.lease = hands.lease
        self.failures = failures
        self._worker = hands.worker
        self._handlers = _by_kind(handlers)
        failures.measured.begins(handler.kind for handler in self._handlers.values())
        self._turn = 0

    @property
    def handlers(self) -> Iterable[AnyHandler]:
        """What this worker can carry out."""
        return self._handlers.values()

    def __call__(self) -> bool:
        """Do the next due task, if there is one; tells whether there was."""
        began = perf_counter()
        if taken := self._claim():
            claim, work = taken
            # Every line about it, whoever writes it, tells which task on whose id it was.
            with structlog.contextvars.bound_contextvars(task=claim.task_id, subject=str(claim.subject_id)):
                self._done(claim, work)
        self.failures.measured.step(perf_counter() - began, busy=taken is not None)
        return taken is not None

    def _done(self, claim: Claim, work: Callable[[], Next | None]) -> None:
        log.info("claimed", kind=claim.kind, attempt=claim.attempt)
        self.failures.measured.claimed(claim.kind)
        try:
            following = self._guarded(claim, work)
            while following:
                following = self._guarded(following.claim, following.go_on)
        except outbox.LeaseLost:
            log.warning("lease lost", attempt=claim.attempt)
            self.failures.measured.ended(claim.kind, "lease_lost")

    def _claim(self) -> tuple[Claim, Callable[[], Next | None]] | None:
        """Claim a task and read what it is about; a row that cannot be read is claimed all the same, or it would be
        first for ever.
        """
        kinds = self._workable()
        if not kinds:
            return None
        self._turn += 1
        self.lease.begin()
        with self.database.transaction() as session:
            now = self.database.now(session)
            claim = outbox.claim(
                session, now=now, worker=self._worker, lease=self.lease.length, kinds=kinds, turn=self._turn
            )
            return (claim, self._work(session, claim)) if claim else None

    def _work(self, session: Session, claim: Claim) -> Callable[[], Next | None]:
        handler = self._handlers[claim.kind]
        try:
            about = handler.read(session, claim)
        except LookupError as error:
            return partial(_unreadable, error)
        return partial(handler.carry_out, claim, about)

    def _workable(self) -> list[str]:
        """The kinds for which nothing pauses."""
        paused = self.failures.pauses.parts
        return [name for name, handler in self._handlers.items() if paused.isdisjoint(handler.kind.pauses_with)]

    def _guarded(self, claim: Claim, work: Callable[[], Next | None]) -> Next | None:
        """Turn whatever goes wrong into a wait, into giving up or, for a lost lease, into nothing at all."""
        handler = self._handlers[claim.kind]
        try:
            following = work()
            if following is None:
                self.failures.went_well(handler.kind, claim)
            return following
        except TransientError as error:
            self.failures.wait(handler, claim, error)
        except PermanentError as error:
            self.failures.give_up(handler, claim, Trouble.REFUSED, error.code)
        except outbox.LeaseLost:
            raise
        except Exception as error:  # A poison row must not stop the others; the text may hold data and is not logged.
            log.error("unexpected", error=type(error).__name__, at=places(error), **told(error))
            self.failures.unexpected(handler, claim)
        return None
