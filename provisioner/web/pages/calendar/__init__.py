"""The office's calendar: days off, the deadline for a day typed in, the days on which the office is closed (R4)."""

from provisioner.web.pages.calendar import closed_days, page  # noqa: F401
from provisioner.web.pages.calendar.blueprint import blueprint

__all__ = ["blueprint"]
