"""A paper case that asks for the end of an account; use cases take the caller's transaction (R8)."""

from provisioner.resignations.complete import complete
from provisioner.resignations.decide import approve, refuse, return_incomplete, take_back, withdraw
from provisioner.resignations.entry import Entry, read_resignation
from provisioner.resignations.record import record

__all__ = [
    "Entry", "approve", "complete", "read_resignation", "record", "refuse", "return_incomplete",
    "take_back", "withdraw",
]  # fmt: skip
