"""How a feature carries out its own kinds of work; the worker calls what the features hand it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

import structlog
from sqlalchemy.orm import Session

from provisioner.database import Database
from provisioner.outbox.claims import Claim
from provisioner.outbox.kinds import THE_OFFICE, Kind
from provisioner.outbox.lease import Lease
from provisioner.outbox.outcomes import extend, finish
from provisioner.outbox.queueing import put

log = structlog.get_logger()
Work = TypeVar("Work")


class Trouble(StrEnum):
    """Why the worker tries a piece of work no more."""

    REFUSED = "refused"
    OUT_OF_PATIENCE = "out_of_patience"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True)
class Next:
    """Work that goes on under another claim, because what it needs is in this process's memory only."""

    claim: Claim
    go_on: Callable[[], "Next | None"]


@dataclass
class Hands:
    """What every handler is given: the database, the lease on the task in hand, whom to tell that a part answered."""

    database: Database
    lease: Lease
    worker: str
    answered: Callable[[str], None]

    def extend(self, session: Session, claim: Claim, now: datetime) -> None:
        """Renew the lease in a transaction of the handler's. Raises LeaseLost."""
        extend(session, claim, until=now + self.lease.length)


class Handler(ABC, Generic[Work]):
    """Carries out one kind of work; one instance a thread."""

    kind: Kind

    @abstractmethod
    def read(self, session: Session, claim: Claim) -> Work:
        """What the task is about, read in the claim's transaction, so that nothing is open while we wait outside."""

    @abstractmethod
    def carry_out(self, claim: Claim, work: Work) -> Next | None:
        """Do it with no transaction open and record the outcome.

        Raises what the ports raise; the worker turns it into a wait or into `give_up`.
        """

    @abstractmethod
    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """The worker stops trying and has closed the task in this transaction; note it where people see it."""


class Recurring(Handler[Work]):
    """Work of the office that is never over: whatever comes of it, it is due again."""

    failed: ClassVar[str]
    """What the log says when one time was given up; the next is another try."""

    @abstractmethod
    def next_time(self, now: datetime) -> datetime | None:
        """When it is due after this moment; None where nobody wants it."""

    def first_time(self, now: datetime) -> datetime | None:
        """When it is due where it has no task yet, as at the start of the first worker."""
        return self.next_time(now)

    def done(self, session: Session, claim: Claim, now: datetime) -> None:
        """This time is over, and the next one is put."""
        finish(session, claim, now=now)
        self.put_next(session, now)

    def put_next(self, session: Session, now: datetime) -> None:
        """Put the task of the next time, after this one's was finished."""
        if when := self.next_time(now):
            put(session, self.kind, THE_OFFICE, when)

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """Tell the operator, and go on with the next time."""
        log.error(self.failed, kind=claim.kind, reason=trouble, code=code)
        self.put_next(session, at)


AnyHandler = Handler[Any]
