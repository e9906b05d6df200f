"""A mailbox of reports in memory, which keeps the contract of `ReportsMailbox`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from provisioner.outside.reports import Found, Place


@dataclass
class FakeMailbox:
    """`trouble` runs before each visit, `afterwards` when its effect stands; each is given the visit's name."""

    name: str = "zwroty@imap.example.com/INBOX"
    messages: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    validity: int = 1
    visits: list[str] = field(default_factory=list)
    trouble: Callable[[str], None] = lambda visit: None
    afterwards: Callable[[str], None] = lambda visit: None

    def read(self, after: Place | None, most: int) -> Found:
        self._visited("read")
        done = after.until if after and after.validity == self.validity else 0
        found = list(enumerate(self.messages, 1))[done : done + most]
        until = found[-1][0] if found else done
        self.afterwards("read")
        return Found(found, Place(self.validity, until), until < len(self.messages))

    def mark_seen(self, place: Place, numbers: Sequence[int]) -> None:
        self._visited("mark_seen")
        if place.validity == self.validity:
            self.seen.update(numbers)
        self.afterwards("mark_seen")

    def _visited(self, visit: str) -> None:
        self.visits.append(visit)
        self.trouble(visit)
