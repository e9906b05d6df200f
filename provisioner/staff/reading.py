"""The work of reading the list of staff: one task, which is never done and comes back within the hour."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring
from provisioner.outbox.kinds import OFFICE, Kind, Urgency
from provisioner.outside.parts import KEYCLOAK, STAFF_OBSERVER
from provisioner.outside.staff_reading import StaffReader
from provisioner.staff.listing import keep

EVERY = timedelta(hours=1)
LIST_STAFF = Kind(
    "list_staff", OFFICE, lane="list_staff", needs=frozenset({KEYCLOAK, STAFF_OBSERVER}), urgency=Urgency.BULK,
    awaited=False,
)  # fmt: skip
Replaced = Callable[[Session, datetime, datetime], object]


class ListStaff(Recurring[None]):
    """Read everybody with no transaction open, then replace the list; `replaced` is called in that transaction with
    the moments at which the reading began and ended."""

    kind = LIST_STAFF
    failed = "staff not listed"

    def __init__(self, hands: Hands, reader: StaffReader, replaced: Replaced) -> None:
        self.hands = hands
        self.reader = reader
        self.replaced = replaced

    def next_time(self, now: datetime) -> datetime:
        """Within the hour."""
        return now + EVERY

    def first_time(self, now: datetime) -> datetime:
        """At once."""
        return now

    def read(self, session: Session, claim: Claim) -> None:
        """Nothing: it is about everybody."""

    def carry_out(self, claim: Claim, work: None) -> Next | None:  # noqa: ARG002
        """Take over the whole list."""
        with self.hands.database.reading() as session:
            began = self.hands.database.now(session)
        found = self.reader.staff()
        self.hands.answered(STAFF_OBSERVER)
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            outbox.put_off(session, claim, until=self.next_time(now))
            keep(session, found, at=now)
            self.replaced(session, began, now)
        return None
