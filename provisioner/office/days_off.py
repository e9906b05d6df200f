"""The days on which the office's clock stands still, for the calendar page."""

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.office.working_days import Day, DayKind, statutory_holidays


def days_off(session: Session, year: int) -> list[Day]:
    """The named holidays and the office's closed days of a year, in order; plain weekends are left out."""
    calendar = office.calendar(session, office.rules(session))
    found = {day: Day(day, DayKind.HOLIDAY, name) for day, name in statutory_holidays(year).items()}
    for day, reason in calendar.closed_days.items():
        if day.year == year and day not in found:
            found[day] = Day(day, DayKind.CLOSED, reason)
    return [found[day] for day in sorted(found)]
