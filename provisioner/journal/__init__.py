"""The journal: one line for each change of state, in the transaction of the change, chained and sealed (P8)."""

from provisioner.journal.anchors import anchor
from provisioner.journal.chain import wait_for_turn
from provisioner.journal.erasing import forget
from provisioner.journal.events import Event
from provisioner.journal.exchanging import exchange
from provisioner.journal.keeper import Keeper, WrongKey, fits, given_to, keeper_for, keeper_of, keeper_with, keeping
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
from provisioner.journal.succession import misfit

__all__ = [
    "OPERATOR", "READER", "RECEIVER", "WORKER", "Event", "Keeper", "Values", "WrongKey", "anchor", "began", "begin",
    "exchange", "fits", "forget", "given_to", "keeper_for", "keeper_of", "keeper_with", "keeping", "misfit", "record",
    "staff", "staff_id", "wait_for_turn",
]  # fmt: skip
