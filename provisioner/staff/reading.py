"""The work of reading the list of staff: one task, which is never done and comes back within the hour."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.database import Database
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Handler, Hands, Next, Trouble
from provisioner.outbox.kinds import OFFICE, THE_OFFICE, Kind, Urgency
from provisioner.outside.staff_reading import StaffReader
from provisioner.staff.listing import keep

log = structlog.get_logger()
EVERY = timedelta(hours=1)
NEEDS = frozenset({"keycloak", "observer"})
LIST_STAFF = Kind("list_staff", OFFICE, lane="list_staff", needs=NEEDS, urgency=Urgency.BULK, awaited=False)


class ListStaff(Handler[None]):
    """Read everybody with no transaction open, then replace the list."""

    kind = LIST_STAFF

    def __init__(self, hands: Hands, reader: StaffReader) -> None:
        self.hands = hands
        self.reader = reader

    def read(self, session: Session, claim: Claim) -> None:
        """Nothing: it is about everybody."""

    def carry_out(self, claim: Claim, work: None) -> Next | None:  # noqa: ARG002
        """Take over the whole list."""
        found = self.reader.staff()
        for part in NEEDS:
            self.hands.answered(part)
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            outbox.put_off(session, claim, until=now + EVERY)
            keep(session, found, at=now)
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """The list keeps its date, by which people see how old it is; the next hour is another try."""
        log.error("staff not listed", kind=claim.kind, reason=trouble, code=code)
        outbox.put(session, self.kind, THE_OFFICE, at + EVERY)


def schedule(database: Database) -> None:
    """Make sure the list is being read; each worker does it when it starts."""
    with database.transaction() as session:
        outbox.ensure(session, LIST_STAFF, THE_OFFICE, database.now(session))
