"""A paper case that asks for the end of an account; use cases take the caller's transaction (R8)."""

from provisioner.resignations.complete import complete
from provisioner.resignations.decide import approve, take_back
from provisioner.resignations.entry import Entry, read_resignation
from provisioner.resignations.record import record

__all__ = ["Entry", "approve", "complete", "read_resignation", "record", "take_back"]
