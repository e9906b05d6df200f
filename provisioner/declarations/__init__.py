"""Declarations about an account: consents given or withdrawn, a new Regulamin accepted (R2)."""

from provisioner.declarations.accepted import Accepted, accepted
from provisioner.declarations.asked import Asked, asked, asked_by
from provisioner.declarations.calling import ask
from provisioner.declarations.complete import complete
from provisioner.declarations.decide import approve
from provisioner.declarations.entry import Entry, read_declaration
from provisioner.declarations.record import record

__all__ = [
    "Accepted",
    "Asked",
    "Entry",
    "accepted",
    "approve",
    "ask",
    "asked",
    "asked_by",
    "complete",
    "read_declaration",
    "record",
]
