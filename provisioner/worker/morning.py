"""Mails the office each working morning which cases are due, so that no deadline is met by chance (R4)."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.listing import attention_count
from provisioner.cases.queue import QueueGroup, Urgency, Wanted, queue
from provisioner.mail import Digest, digest
from provisioner.mail.digest import NOBODY, DueCase, DueGroup
from provisioner.office.time import office_date
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring
from provisioner.outbox.kinds import OFFICE, Kind
from provisioner.outbox.kinds import Urgency as Hurry
from provisioner.outside.parts import MAIL, heard
from provisioner.outside.ports import Mailer
from provisioner.settings.branding import Branding
from provisioner.worker.nightly import next_night

AT = time(6, 30)
KIND = Kind("mail_digest", OFFICE, lane="mail_digest", needs=frozenset({MAIL}), urgency=Hurry.BULK, awaited=False)


class MorningMail(Recurring[Digest]):
    """Sends what is due; after a killed worker it may be sent twice, which is harmless."""

    kind = KIND
    failed = "morning mail not sent"

    def __init__(
        self,
        hands: Hands,
        mailer: Mailer,
        desk_url: str,
        branding: Branding,
        day: Callable[[datetime], date] = office_date,
    ) -> None:
        self.hands = hands
        self.mailer = mailer
        self.desk_url = desk_url
        self.branding = branding
        self.day = day

    def next_time(self, now: datetime) -> datetime:
        """The next morning; whether it is a working one is known when it comes."""
        return next_night(AT, now)

    def read(self, session: Session, claim: Claim) -> Digest:  # noqa: ARG002
        """What the office is told this morning; nothing and to nobody where no address is set or the day is off."""
        to, today = office.rules(session).digest_to, self.day(self.hands.database.now(session))
        if not to or not office.calendar_in_force(session).is_working(today):
            return Digest("", today, self.desk_url)
        groups = {one.urgency: _due(one) for one in queue(session, Wanted(), today=today)}
        return Digest(
            to, today, self.desk_url,
            late=groups.get(Urgency.OVERDUE, NOBODY),
            today=groups.get(Urgency.TODAY, NOBODY),
            soon=groups.get(Urgency.SOON, NOBODY),
            troubled=session.scalar(sa.select(attention_count())) or 0,
        )  # fmt: skip

    def carry_out(self, claim: Claim, work: Digest) -> Next | None:
        """Send it, unless there is nothing to tell, and put the next morning's."""
        if work.to and not work.silent:
            self.hands.lease.check()
            with heard(partial(self.hands.answered, MAIL)):
                self.mailer.send(digest(work, self.branding))
            self.hands.answered(MAIL)
        with self.hands.database.transaction() as session:
            self.done(session, claim, self.hands.database.now(session))
        return None


def _due(group: QueueGroup) -> DueGroup:
    shown = [DueCase(line.case.number, line.case.due_last, bool(line.hindrances)) for line in group.lines]
    return DueGroup(shown, group.count - len(shown))
