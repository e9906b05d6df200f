"""Reading the mailbox of reports: one task that is never done while a mailbox is set, and comes back each minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.delivery.tables import MailboxPlace
from provisioner.accounts.delivery.take import Take, take
from provisioner.accounts.kinds import READ_REPORTS
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring
from provisioner.outside.delivery_status import read_report
from provisioner.outside.parts import REPORTS
from provisioner.outside.reports import Place, ReportsMailbox

log = structlog.get_logger()
EVERY = timedelta(minutes=1)
MOST = 25
"""Messages in one claim; where there are more, the next follows at once."""


class ReadReports(Recurring[Place | None]):
    """Take over each report in a transaction of its own, then mark them as read, then move the place.

    Stopped anywhere, it begins again from the place; what was taken over already changes nothing the second time. What
    is no report of a mail of ours stays unread, for people. Others that mark their mails take over theirs (`also`).
    """

    kind = READ_REPORTS
    failed = "reports not read"

    def __init__(self, hands: Hands, mailbox: ReportsMailbox | None, also: Sequence[Take] = ()) -> None:
        self.hands = hands
        self.mailbox = mailbox
        self.takers = (take, *also)

    def next_time(self, now: datetime) -> datetime | None:
        """In a minute, where a mailbox is set."""
        return now + EVERY if self.mailbox else None

    def first_time(self, now: datetime) -> datetime | None:
        """At once, where one is set."""
        return now if self.mailbox else None

    def read(self, session: Session, claim: Claim) -> Place | None:  # noqa: ARG002
        """How far it was read."""
        known = session.get(MailboxPlace, self.mailbox.name) if self.mailbox else None
        return Place(known.validity, known.until) if known else None

    def carry_out(self, claim: Claim, work: Place | None) -> Next | None:
        """Read with no transaction open; without a mailbox the work ends, and with it what was said of its outage."""
        if self.mailbox is None:
            self.hands.answered(REPORTS)
            with self.hands.database.transaction() as session:
                outbox.finish(session, claim, now=self.hands.database.now(session))
            return None
        self.hands.lease.check()
        found = self.mailbox.read(work, MOST)
        ours = [number for number, raw in found.messages if self._taken(claim, raw)]
        if ours:
            self.hands.lease.check()
            self.mailbox.mark_seen(found.place, ours)
        self.hands.answered(REPORTS)
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            outbox.put_off(session, claim, until=now if found.more else now + EVERY)
            place = found.place
            session.merge(MailboxPlace(mailbox=self.mailbox.name, validity=place.validity, until=place.until))
        if found.messages:
            log.info("reports read", messages=len(found.messages), ours=len(ours))
        return None

    def _taken(self, claim: Claim, raw: bytes) -> bool:
        """Whether it was a report of a mail of ours; noted only while the attempt is ours."""
        report = read_report(raw)
        if report is None or not report.marks:
            return False
        self.hands.lease.begin()
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            self.hands.extend(session, claim, now)
            return any(one(session, report, at=now) for one in self.takers)
