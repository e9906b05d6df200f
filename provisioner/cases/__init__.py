"""The paper case: number, channel, dates, deadline, who keyed it in and who decided, whatever it asks for."""

from provisioner.cases.errors import (
    DecisionWaits,
    FasterColleague,
    FormWithdrawn,
    NotApprovable,
    OtherContent,
    OwnEntry,
    UnknownCase,
)
from provisioner.cases.taking.holding import TakenByColleague
from provisioner.entry.reasons import ReasonMissing

__all__ = [
    "DecisionWaits", "FasterColleague", "FormWithdrawn", "NotApprovable", "OtherContent", "OwnEntry", "ReasonMissing",
    "TakenByColleague", "UnknownCase",
]  # fmt: skip
