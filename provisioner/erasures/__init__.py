"""A paper case that asks for data to be erased (art. 17 GDPR); use cases take the caller's transaction."""

from provisioner.erasures.complete import complete
from provisioner.erasures.decide import approve
from provisioner.erasures.entry import Entry, read_request
from provisioner.erasures.extend import CannotExtend, extend
from provisioner.erasures.record import record

__all__ = ["CannotExtend", "Entry", "approve", "complete", "extend", "read_request", "record"]
