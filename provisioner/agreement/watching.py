"""Reading each realm's events as they happen: one task a realm, which is never done and comes back in seconds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.agreement.findings import note
from provisioner.agreement.kinds import READ_CUSTOMERS, READ_STAFF
from provisioner.agreement.reading import BEGINNING, Batch, Place, from_now, read
from provisioner.agreement.rules import CUSTOMERS, STAFF, FindingKind
from provisioner.agreement.tables import EventPlace
from provisioner.agreement.taking import take_changes, take_user_events
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Hands, Next, Recurring
from provisioner.outside.observation import AdminEvent, EventReader, Kept, UserEvent
from provisioner.outside.parts import KEYCLOAK, OBSERVER, STAFF_OBSERVER

EVERY = timedelta(seconds=15)
"""A change by hand is on the desk within a minute: this wait, the reading, and the page's own reload."""
WORK = {CUSTOMERS: (READ_CUSTOMERS, OBSERVER), STAFF: (READ_STAFF, STAFF_OBSERVER)}
"""Of each realm the kind of work, and the part that is asked."""
Places = Mapping[str, Place]


@dataclass(frozen=True)
class Realm:
    """One realm to be read; `own` gives the user in whose name the worker itself changes it, "" where it never does."""

    name: str
    reader: EventReader
    own: Callable[[], str]


class ReadEvents(Recurring[Places]):
    """Take over what happened since the last look, and the place of this one, in one transaction."""

    failed = "events not read"

    def __init__(self, hands: Hands, realm: Realm) -> None:
        self.hands = hands
        self.realm = realm
        self.kind, self.part = WORK[realm.name]

    def next_time(self, now: datetime) -> datetime:
        """In a moment: what could not be read this time is still there."""
        return now + EVERY

    def first_time(self, now: datetime) -> datetime:
        """At once."""
        return now

    def read(self, session: Session, claim: Claim) -> Places:  # noqa: ARG002
        """How far each stream was read."""
        streams = (f"{self.realm.name}/users", f"{self.realm.name}/changes")
        known = [session.get(EventPlace, stream) for stream in streams]
        return {one.stream.rpartition("/")[2]: Place(one.until, frozenset(one.recent)) for one in known if one}

    def carry_out(self, claim: Claim, work: Places) -> Next | None:
        """Read with no transaction open, then note it all."""
        with self.hands.database.reading() as session:
            now = self.hands.database.now(session)
        kept = self.realm.reader.kept()
        users = self._users(work, now)
        changes = self._changes(work, now)
        own = self.realm.own() if changes.fresh else ""
        self.hands.answered(self.part)
        if own:
            self.hands.answered(KEYCLOAK)
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            more = changes.more or bool(users and users.more)
            outbox.put_off(session, claim, until=now if more else self.next_time(now))
            if users:
                take_user_events(session, users.fresh, now=now)
                self._keep(session, "users", users.place)
            take_changes(session, self.realm.name, changes.fresh, own, now=now)
            self._keep(session, "changes", changes.place)
            self._doubts(session, kept, gone=changes.gone or bool(users and users.gone), at=now)
        return None

    def _users(self, places: Places, now: datetime) -> Batch[UserEvent] | None:
        """Staff's own logins are the desk's to note. Read from the oldest kept on: they tell when people logged in."""
        if self.realm.name == STAFF:
            return None
        return read(self.realm.reader.user_events, places.get("users", Place(BEGINNING, frozenset())), now)

    def _changes(self, places: Places, now: datetime) -> Batch[AdminEvent]:
        fetch = self.realm.reader.admin_events
        return read(fetch, places["changes"], now) if "changes" in places else from_now(fetch, now)

    def _keep(self, session: Session, stream: str, place: Place) -> None:
        name = f"{self.realm.name}/{stream}"
        session.merge(EventPlace(stream=name, until=place.until, recent=sorted(place.recent)))

    def _doubts(self, session: Session, kept: Kept, *, gone: bool, at: datetime) -> None:
        """Whoever deletes events or stops them hides something, or has restored an older backup of Keycloak."""
        if gone:
            note(session, FindingKind.EVENTS_GONE, self.realm.name, "events", at=at)
        if not (kept.of_users and kept.of_administrators):
            note(session, FindingKind.EVENTS_OFF, self.realm.name, "events", at=at, again=False)
