"""Mails each night's anchor of the journal to a mailbox outside the house, if one is set."""

from datetime import datetime, time

import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.database import Database
from provisioner.database.columns import Json
from provisioner.journal.anchors import anchored
from provisioner.journal.canonical import canonical
from provisioner.journal.keeper import keeper_of
from provisioner.mail import Anchored
from provisioner.mail import anchored as anchor_mail
from provisioner.office.time import office_date
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Handler, Hands, Next, Trouble
from provisioner.outbox.kinds import OFFICE, THE_OFFICE, Kind, Urgency
from provisioner.outside.ports import Mailer
from provisioner.settings.branding import Branding
from provisioner.worker.nightly import next_night

log = structlog.get_logger()
MAIL = "mail"
AT = time(2, 40)
KIND = Kind("mail_anchor", OFFICE, lane="mail_anchor", needs=frozenset({MAIL}), urgency=Urgency.BULK, awaited=False)


class AnchorMail(Handler[Json]):
    """Sends where the journal stands; after a killed worker it may be sent twice, which is harmless."""

    kind = KIND

    def __init__(self, hands: Hands, mailer: Mailer, to: str | None, branding: Branding) -> None:
        self.hands = hands
        self.mailer = mailer
        self.to = to
        self.branding = branding

    def read(self, session: Session, claim: Claim) -> Json:  # noqa: ARG002
        """The anchor of this moment. Raises LookupError where the journal's key is not given."""
        keeper = keeper_of(session)
        if keeper is None:
            raise LookupError("the journal's key is not given")
        return anchored(session, keeper, self.hands.database.now(session))

    def carry_out(self, claim: Claim, work: Json) -> Next | None:
        """Send it and put the next night's; without an address the work ends."""
        if self.to:
            day = office_date(datetime.fromisoformat(work["at"]))
            told = Anchored(self.to, work["position"], f"{day:%d.%m.%Y}", canonical(work).decode())
            self.hands.lease.check()
            self.mailer.send(anchor_mail(told, self.branding))
            self.hands.answered(MAIL)
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            outbox.finish(session, claim, now=now)
            if self.to:
                outbox.put(session, self.kind, THE_OFFICE, next_night(AT, now))
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """The next night is another try; the log tells the operator."""
        log.error("anchor not mailed", kind=claim.kind, reason=trouble, code=code)
        outbox.put(session, self.kind, THE_OFFICE, next_night(AT, at))


def schedule_anchor_mail(database: Database, to: str | None) -> None:
    """Make sure the next night's mail has its task where an address is set; each worker does it when it starts."""
    if not to:
        return
    with database.transaction() as session:
        outbox.ensure(session, KIND, THE_OFFICE, next_night(AT, database.now(session)))
