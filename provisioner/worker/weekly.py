"""Mails the operator once a week that all is well, or what is not, from the gauges that the alarms are read from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from provisioner.mail import Trouble, Week, weekly
from provisioner.mail.language import Language
from provisioner.office.time import OFFICE_TIME, office_date
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring
from provisioner.outbox.kinds import OFFICE, Kind, Urgency
from provisioner.outside.parts import MAIL, heard
from provisioner.outside.ports import Mailer
from provisioner.settings.branding import Branding
from provisioner.watching import concerns
from provisioner.watching.gauges import Reading
from provisioner.watching.words import said
from provisioner.worker.nightly import next_night

AT = time(7)
KIND = Kind("mail_weekly", OFFICE, lane="mail_weekly", needs=frozenset({MAIL}), urgency=Urgency.BULK, awaited=False)
Look = Callable[[], Sequence[Reading]]


@dataclass(frozen=True)
class Operator:
    """Whom to tell, on which day of the week (Monday is 0) and in which language; "" for nobody."""

    to: str
    weekday: int
    language: Language
    desk: str


class WeeklyMail(Recurring[datetime]):
    """Sends it; after a killed worker it may be sent twice, which is harmless."""

    kind = KIND
    failed = "weekly mail not sent"

    def __init__(self, hands: Hands, mailer: Mailer, look: Look, operator: Operator, branding: Branding) -> None:
        self.hands = hands
        self.mailer = mailer
        self.look = look
        self.operator = operator
        self.branding = branding

    def next_time(self, now: datetime) -> datetime | None:
        """The next such morning, where somebody wants the mail."""
        return next_weekly(self.operator.weekday, now) if self.operator.to else None

    def read(self, session: Session, claim: Claim) -> datetime:  # noqa: ARG002
        """The moment; what the gauges tell is read with no transaction open, for some ask the network (P9)."""
        return self.hands.database.now(session)

    def carry_out(self, claim: Claim, work: datetime) -> Next | None:
        """Look, send, and put the next week's; without an address the work ends."""
        if self.operator.to:
            mail = weekly(self._week(work), self.branding)
            self.hands.lease.check()
            with heard(partial(self.hands.answered, MAIL)):
                self.mailer.send(mail)
            self.hands.answered(MAIL)
        with self.hands.database.transaction() as session:
            self.done(session, claim, self.hands.database.now(session))
        return None

    def _week(self, at: datetime) -> Week:
        one = self.operator
        found = [Trouble(found.alarm.name, said(found, one.language)) for found in concerns(self.look())]
        return Week(one.to, one.language, office_date(at), one.desk, found)


def next_weekly(weekday: int, now: datetime) -> datetime:
    """The next time that this day of the week has its morning on the office's wall."""
    found = next_night(AT, now)
    while found.astimezone(OFFICE_TIME).weekday() != weekday:
        found = next_night(AT, found + timedelta(hours=1))
    return found
