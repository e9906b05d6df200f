"""The comparison of everything, by night or when somebody asks; it notes what differs and changes nothing."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.agreement.comparison import Report, compare_all
from provisioner.agreement.findings import note
from provisioner.agreement.kinds import AGREE, COMPARE
from provisioner.agreement.rules import CUSTOMERS, DIFFERENCES, FindingKind
from provisioner.agreement.tables import AgreementRun, Finding
from provisioner.outbox import THE_OFFICE
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring
from provisioner.outside.observation import MemberReader
from provisioner.outside.parts import OBSERVER

log = structlog.get_logger()
NextRun = Callable[[datetime], datetime]


class Agree(Recurring[None]):
    """Compare, have each account that differs looked at, record the run; the lease is renewed between pages."""

    kind = AGREE
    failed = "comparison failed"

    def __init__(self, hands: Hands, reader: MemberReader, next_run: NextRun) -> None:
        self.hands = hands
        self.reader = reader
        self.next_run = next_run

    def next_time(self, now: datetime) -> datetime:
        """The next night."""
        return self.next_run(now)

    def read(self, session: Session, claim: Claim) -> None:
        """Nothing: it is about everything."""

    def carry_out(self, claim: Claim, work: None) -> Next | None:  # noqa: ARG002
        """Nothing is noted of a run in which too much differs."""
        database = self.hands.database
        with database.transaction() as session:
            run = AgreementRun(started_at=database.now(session))
            session.add(run)
        report = compare_all(database, self.reader, lambda: self._go_on(claim))
        self.hands.answered(OBSERVER)
        with database.transaction() as session:
            now = database.now(session)
            self.done(session, claim, now)
            if not report.stopped:
                _note(session, report, now)
            _record(session, run.id, report, now)
        log.info("compared", accounts=report.accounts, differing=report.differing, stopped=report.stopped)
        return None

    def _go_on(self, claim: Claim) -> None:
        self.hands.lease.begin()
        with self.hands.database.transaction() as session:
            self.hands.extend(session, claim, self.hands.database.now(session))


def ask(session: Session, *, now: datetime) -> None:
    """Have everything compared now."""
    outbox.ensure(session, AGREE, THE_OFFICE, now)


def _note(session: Session, report: Report, now: datetime) -> None:
    """Each account is looked at once more by work of its own, which alone notes and closes differences."""
    stands = sa.select(Finding.account_id).where(Finding.closed_at.is_(None), Finding.kind.in_(DIFFERENCES))
    doubted = {one for one in session.scalars(stands) if one}
    # In one order, so that two runs wait for each other.
    for account_id in sorted({*(one.account_id for one in report.suspects), *doubted}):
        outbox.ensure(session, COMPARE, account_id, now)
    for user_id in sorted(report.unknown):
        note(session, FindingKind.UNKNOWN_CASE, CUSTOMERS, user_id, at=now, again=False)
    session.execute(
        sa.update(Finding)
        .where(Finding.kind == FindingKind.UNKNOWN_CASE, Finding.closed_at.is_(None),
               Finding.subject.not_in(report.unknown))
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def _record(session: Session, run_id: int, report: Report, now: datetime) -> None:
    run = session.get_one(AgreementRun, run_id)
    run.ended_at, run.stopped, run.accounts = now, report.stopped, report.accounts
    run.users, run.strangers, run.differing = report.users, report.strangers, report.differing
