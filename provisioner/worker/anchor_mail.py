"""Mails each night's anchor of the journal to a mailbox outside the house, if one is set."""

from datetime import datetime, time
from functools import partial

from sqlalchemy.orm import Session

from provisioner.database.columns import Json
from provisioner.journal.anchors import anchored
from provisioner.journal.canonical import canonical
from provisioner.journal.keeper import given_to
from provisioner.mail import Anchored
from provisioner.mail import anchored as anchor_mail
from provisioner.office.time import office_date
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring
from provisioner.outbox.kinds import OFFICE, Kind, Urgency
from provisioner.outside.parts import MAIL, heard
from provisioner.outside.ports import Mailer
from provisioner.settings.branding import Branding
from provisioner.worker.nightly import next_night

AT = time(2, 40)
KIND = Kind("mail_anchor", OFFICE, lane="mail_anchor", needs=frozenset({MAIL}), urgency=Urgency.BULK, awaited=False)


class AnchorMail(Recurring[Json]):
    """Sends where the journal stands; after a killed worker it may be sent twice, which is harmless."""

    kind = KIND
    failed = "anchor not mailed"

    def __init__(self, hands: Hands, mailer: Mailer, to: str | None, branding: Branding) -> None:
        self.hands = hands
        self.mailer = mailer
        self.to = to
        self.branding = branding

    def next_time(self, now: datetime) -> datetime | None:
        """The next night, where an address is set."""
        return next_night(AT, now) if self.to else None

    def read(self, session: Session, claim: Claim) -> Json:  # noqa: ARG002
        """The anchor of this moment. Raises WrongKey, and LookupError where the journal's key is not given."""
        keeper = given_to(session)
        if keeper is None:
            raise LookupError("the journal's key is not given")
        return anchored(session, keeper, self.hands.database.now(session))

    def carry_out(self, claim: Claim, work: Json) -> Next | None:
        """Send it and put the next night's; without an address the work ends."""
        if self.to:
            day = office_date(datetime.fromisoformat(work["at"]))
            told = Anchored(self.to, work["position"], f"{day:%d.%m.%Y}", canonical(work).decode())
            self.hands.lease.check()
            with heard(partial(self.hands.answered, MAIL)):
                self.mailer.send(anchor_mail(told, self.branding))
            self.hands.answered(MAIL)
        with self.hands.database.transaction() as session:
            self.done(session, claim, self.hands.database.now(session))
        return None
