"""A paper case that asks for an account; use cases take the caller's transaction and never commit."""

from provisioner.applications.alike import alike
from provisioner.applications.complete import complete
from provisioner.applications.decide import approve, refuse, withdraw
from provisioner.applications.duplicates import NotTheSame, withdraw_as_same
from provisioner.applications.entry import Entry, read_entry
from provisioner.applications.own_form import read_own_form
from provisioner.applications.preview import Preview, preview, preview_change
from provisioner.applications.record import record
from provisioner.applications.undo import UndoTooLate, undo, undoable

__all__ = [
    "Entry",
    "NotTheSame",
    "Preview",
    "UndoTooLate",
    "alike",
    "approve",
    "complete",
    "preview",
    "preview_change",
    "read_entry",
    "read_own_form",
    "record",
    "refuse",
    "undo",
    "undoable",
    "withdraw",
    "withdraw_as_same",
]
