"""Reading a stream of events onward from where the last reading ended: each once, none twice.

Keycloak writes an event when its request ends, so one may appear behind a newer one. Therefore each reading begins a
little before the newest, and what was read there is known by id.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from provisioner.outside.observation import AdminEvent, UserEvent

Event = TypeVar("Event", UserEvent, AdminEvent)
Fetch = Callable[[datetime, int, int], Sequence[Event]]
OVERLAP = timedelta(minutes=1)
PAGE, MOST = 500, 5000
"""Events a call, and new ones a transaction; where there are more, the next reading follows at once."""
KEPT = timedelta(days=30)
"""For so long Keycloak keeps what we have read for certain; what is missing after that has expired."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where a stream was read to: the newest event's time, and the ids of all within the overlap before it."""

    until: datetime
    recent: frozenset[str]


@dataclass(frozen=True)
class Batch(Generic[Event]):
    """What one reading brought; `gone` tells that events we had read are no more, `more` that it goes on at once."""

    fresh: Sequence[Event]
    place: Place
    gone: bool
    more: bool


def read(fetch: Fetch[Event], place: Place, now: datetime) -> Batch[Event]:
    """Everything since the place, the oldest first, a page at a time."""
    found: dict[str, Event] = {}
    first, full = 0, True
    # Counted are new ones only: a minute with more events than that must not be read over and over.
    while full and len(found.keys() - place.recent) < MOST:
        page = fetch(place.until - OVERLAP, first, PAGE)
        found |= {one.id: one for one in page}
        first += len(page)
        full = len(page) >= PAGE
    until = max([place.until, *(one.at for one in found.values())])
    recent = frozenset(one.id for one in found.values() if one.at >= until - OVERLAP)
    fresh = [one for one in found.values() if one.id not in place.recent]
    gone = not full and bool(place.recent - found.keys()) and now - place.until < KEPT
    return Batch(fresh, Place(until, recent), gone, full)


def from_now(fetch: Fetch[Event], now: datetime) -> Batch[Event]:
    """A place to begin at: what happened before we looked first is nobody's news."""
    begun = read(fetch, Place(now, frozenset()), now)
    return Batch([], begun.place, gone=False, more=False)
