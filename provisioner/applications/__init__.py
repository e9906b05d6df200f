"""Use cases that write applications; they take the caller's transaction and never commit."""

from provisioner.applications.complete import complete
from provisioner.applications.decide import approve, refuse, return_incomplete, withdraw
from provisioner.applications.entry import Entry, EntryProblems, read_entry
from provisioner.applications.errors import (
    FasterColleague,
    NotApprovable,
    OwnEntry,
    ReasonMissing,
    UnknownApplication,
)
from provisioner.applications.preview import Preview, preview, preview_change
from provisioner.applications.reader import Problem
from provisioner.applications.record import record

__all__ = [
    "Entry",
    "EntryProblems",
    "FasterColleague",
    "NotApprovable",
    "OwnEntry",
    "Preview",
    "Problem",
    "ReasonMissing",
    "UnknownApplication",
    "approve",
    "complete",
    "preview",
    "preview_change",
    "read_entry",
    "record",
    "refuse",
    "return_incomplete",
    "withdraw",
]
