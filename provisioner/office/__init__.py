"""The office's rules, its calendar and how it counts working days (R4)."""

from provisioner.office.rules import OfficeRules
from provisioner.office.settings import (
    InvalidSetting,
    SeenAnother,
    UnknownSetting,
    alone,
    calendar,
    calendar_in_force,
    change,
    close,
    mark,
    plain,
    put,
    read,
    reopen,
    rules,
    tried,
)

__all__ = [
    "InvalidSetting",
    "OfficeRules",
    "SeenAnother",
    "UnknownSetting",
    "alone",
    "calendar",
    "calendar_in_force",
    "change",
    "close",
    "mark",
    "plain",
    "put",
    "read",
    "reopen",
    "rules",
    "tried",
]
