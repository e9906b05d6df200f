"""Use cases that write applications; they take the caller's transaction and never commit."""

from provisioner.applications.complete import complete
from provisioner.applications.decide import approve, refuse, return_incomplete, withdraw
from provisioner.applications.entry import Entry, EntryProblems, read_entry
from provisioner.applications.preview import Preview, preview, preview_change
from provisioner.applications.record import record
from provisioner.cases.errors import FasterColleague, NotApprovable, OwnEntry, ReasonMissing, UnknownApplication
from provisioner.entry.reader import Problem

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
