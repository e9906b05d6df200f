"""A paper case that asks for a change of an active account's data; use cases take the caller's transaction."""

from provisioner.changes.complete import complete
from provisioner.changes.decide import approve
from provisioner.changes.entry import Entry, read_change
from provisioner.changes.present import present
from provisioner.changes.record import record

__all__ = ["Entry", "approve", "complete", "present", "read_change", "record"]
