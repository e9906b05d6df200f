"""What runs at night: one list. Each job is a task that puts its successor when it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import structlog
from sqlalchemy.orm import Session

from provisioner import drafts, journal, outbox, privacy, staff
from provisioner.accounts import not_me
from provisioner.cases.holds import holding
from provisioner.cases.views import keeping
from provisioner.database import Database
from provisioner.office.time import OFFICE_TIME
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import AnyHandler, Hands, Next, Recurring
from provisioner.outbox.kinds import ERASE_DUE, THE_OFFICE, Kind, nightly
from provisioner.staff.substitutes import appointing

log = structlog.get_logger()
BATCH = 1000


@dataclass(frozen=True)
class Job:
    """A nightly job: `work` does one batch of at most so many rows in a transaction and gives how many it was."""

    name: str
    at: time
    work: Callable[[Session, datetime, int], int]
    batch: int = BATCH


NIGHT = (
    Job("sweep_tasks", time(2, 10), outbox.sweep),
    Job("sweep_sessions", time(2, 20), staff.sweep_sessions),
    Job("sweep_drafts", time(2, 21), drafts.sweep),
    Job("sweep_absences", time(2, 27), appointing.sweep),
    Job("sweep_views", time(2, 28), keeping.sweep),
    Job("end_holds", time(2, 22), holding.end_over, batch=25),
    Job("erase_sealed", time(2, 23), privacy.erase_sealed, batch=100),
    Job("erase_again", time(2, 24), privacy.again, batch=25),
    Job(ERASE_DUE.name, time(2, 26), privacy.erase_due, batch=25),
    Job("sweep_not_me", time(2, 25), not_me.sweep),
    Job("anchor_journal", time(2, 30), journal.anchor),
)


def next_night(at: time, now: datetime) -> datetime:
    """The next such time on the office's wall, also in the nights of the time change."""
    here = now.astimezone(OFFICE_TIME)
    tonight = datetime.combine(here.date(), at, OFFICE_TIME)
    # Compared in UTC: within one zone Python compares the hands of the clock, which show an autumn hour twice.
    if tonight.astimezone(UTC) > now:
        return tonight
    return datetime.combine(here.date() + timedelta(days=1), at, OFFICE_TIME)


class Nightly(Recurring[None]):
    """Carries out one nightly job, a batch a claim, so that other work and a worker told to stop come in between."""

    failed = "nightly job failed"

    def __init__(self, hands: Hands, job: Job) -> None:
        self.hands = hands
        self.job = job
        self.kind = kind_of(job)

    def next_time(self, now: datetime) -> datetime:
        """The next night."""
        return next_night(self.job.at, now)

    def read(self, session: Session, claim: Claim) -> None:
        """Nothing: a job is about everything."""

    def carry_out(self, claim: Claim, work: None) -> Next | None:  # noqa: ARG002
        """Do one batch; after a full one there may be more, after the last the successor is put."""
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            rows = self.job.work(session, now, self.job.batch)
            if rows >= self.job.batch:
                outbox.put_off(session, claim, until=now)
            else:
                self.done(session, claim, now)
        log.info("nightly job", kind=self.kind.name, rows=rows)
        return None


def kind_of(job: Job) -> Kind:
    """A job's kind of work."""
    return nightly(job.name)


def nightly_handlers(hands: Hands) -> list[AnyHandler]:
    """The handlers of everything that runs at night."""
    return [Nightly(hands, job) for job in NIGHT]


def schedule(database: Database, handlers: Iterable[AnyHandler]) -> None:
    """Make sure that what recurs has its task; each worker does it when it starts."""
    with database.transaction() as session:
        now = database.now(session)
        for handler in handlers:
            if isinstance(handler, Recurring) and (when := handler.first_time(now)):
                outbox.ensure(session, handler.kind, THE_OFFICE, when)
