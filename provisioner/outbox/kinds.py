"""What kinds of work there are; each feature declares its own, the outbox knows none of them."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from uuid import UUID

OFFICE = "office"
THE_OFFICE = UUID(int=0)
"""Kind and id of the subject of work that concerns no single thing, such as what runs at night."""


class Urgency(IntEnum):
    """Which work goes first when several pieces are due."""

    URGENT = 0
    NORMAL = 1
    BULK = 2


@dataclass(frozen=True)
class Kind:
    """One kind of work: on what (`subject`), with which parts of the outside (`needs`), how urgent.

    Open tasks of one `lane` exclude each other for one subject: all that changes a customer's user shares a lane, so
    that no two of them are at it together. Without a lane any number may be open. `awaited` work is somebody's waiting,
    told in the banner of an outage.
    """

    name: str
    subject: str
    lane: str = ""
    needs: frozenset[str] = frozenset()
    urgency: Urgency = Urgency.NORMAL
    awaited: bool = True

    @cached_property
    def pauses_with(self) -> frozenset[str]:
        """What may make it wait: the parts it needs, and its lane where the same refusal met many."""
        return self.needs | {self.lane} if self.lane else self.needs


def nightly(name: str) -> Kind:
    """A nightly job's kind of work: one open task, behind everything people wait for."""
    return Kind(name, OFFICE, lane=name, urgency=Urgency.BULK, awaited=False)


ERASE_DUE = nightly("erase_due")
"""Erasing what is due: every night, and at once when somebody has decided on a request."""
