"""What comes back about mails that left: the mailbox in which reports lie, in our words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Arrival(StrEnum):
    """What is known of a mail since the first server took it, the surer the later; nothing known is no arrival."""

    PASSED_ON = "passed_on"
    """Given to a server that reports nothing more."""
    DELAYED = "delayed"
    DELIVERED = "delivered"
    CAME_BACK = "came_back"


@dataclass(frozen=True)
class Report:
    """What a mail server says of one mail; `code` is its enhanced status code (RFC 3463).

    `marks` are what it may be known by; whether one is ours is still to be proved.
    """

    arrival: Arrival
    code: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """How far a mailbox was read: the numbers of its messages count for as long as it keeps this `validity`."""

    validity: int
    until: int


@dataclass(frozen=True)
class Found:
    """The messages after a place, each with its number and its beginning as it lay there, and the place after them."""

    messages: Sequence[tuple[int, bytes]]
    place: Place
    more: bool


class ReportsMailbox(Protocol):
    """A mailbox; a method is one visit and may raise TransientError or ConfigurationError."""

    @property
    def name(self) -> str:
        """By which its place is kept."""

    def read(self, after: Place | None, most: int) -> Found:
        """At most so many messages after the place; nothing in the mailbox is changed."""

    def mark_seen(self, place: Place, numbers: Sequence[int]) -> None:
        """Mark messages as read, unless the mailbox has been made anew meanwhile."""
