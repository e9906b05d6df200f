"""The office's clock: days and years are those of Poland, moments are stored in UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Europe/Warsaw")


def office_date(at: datetime) -> date:
    """The calendar day in the office at this moment."""
    return at.astimezone(OFFICE_TIME).date()
