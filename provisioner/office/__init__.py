"""The office's rules, its calendar and how it counts working days (R4)."""

from provisioner.office.settings import (
    InvalidSetting,
    OfficeRules,
    UnknownSetting,
    calendar,
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
    "change",
    "close",
    "reopen",
    "rules",
]
