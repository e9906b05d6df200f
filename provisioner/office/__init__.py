"""The office's rules, its calendar and how it counts working days (R4)."""

from provisioner.office.choices import OfficeRules
from provisioner.office.settings import (
    InvalidSetting,
    UnknownSetting,
    calendar,
    calendar_in_force,
    change,
    close,
    reopen,
    rules,
)

__all__ = [
    "InvalidSetting",
    "OfficeRules",
    "UnknownSetting",
    "calendar",
    "calendar_in_force",
    "change",
    "close",
    "reopen",
    "rules",
]
