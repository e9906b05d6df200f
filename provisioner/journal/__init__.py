"""The journal: one line for each change of state, in the transaction of the change, chained and sealed (P8)."""

from provisioner.journal.anchors import anchor
from provisioner.journal.chain import wait_for_turn
from provisioner.journal.erasing import forget
from provisioner.journal.events import Event
from provisioner.journal.keeper import Keeper, WrongKey, keeper_for, keeper_of, keeping
from provisioner.journal.reading import began
from provisioner.journal.record import (
    OPERATOR,
    READER,
    RECEIVER,
    WORKER,
    Values,
    begin,
    record,
    staff,
    staff_id,
)

__all__ = [
    "OPERATOR", "READER", "RECEIVER", "WORKER", "Event", "Keeper", "Values", "WrongKey", "anchor", "began", "begin",
    "forget", "keeper_for", "keeper_of", "keeping", "record", "staff", "staff_id", "wait_for_turn",
]  # fmt: skip
