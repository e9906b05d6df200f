"""The office's clock: days and years are those of Poland, moments are stored in UTC."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Europe/Warsaw")


def office_date(at: datetime) -> date:
    """The calendar day in the office at this moment."""
    return at.astimezone(OFFICE_TIME).date()


def office_clock(at: datetime) -> time:
    """The hour and minute in the office at this moment."""
    return at.astimezone(OFFICE_TIME).time().replace(second=0, microsecond=0)


def office_midnight(on: date) -> datetime:
    """The moment at which this day begins in the office."""
    return datetime.combine(on, time(), OFFICE_TIME)
