"""Working days as the office counts them: 3rd and 7th working day after the filing, explained day by day (R4)."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

SATURDAY, SUNDAY = 5, 6
FIRST_YEAR, LAST_YEAR = 2000, 2100


class DayKind(StrEnum):
    """What a calendar day is to the office."""

    WORKING = "working"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    CLOSED = "closed"


@dataclass(frozen=True)
class Day:
    """One day of the calculation; `name` is the holiday's Polish name or the reason for closing."""

    date: date
    kind: DayKind
    name: str = ""
    count: int = 0


ENGLISH = {
    "National Day": "Labour Day",
    "National Day of the Third of May": "Constitution Day",
    "Second Day of Christmas": "Boxing Day",
}
"""Names of the library's that nobody says in English."""


@lru_cache(maxsize=32)
def statutory_holidays(year: int, language: str = "pl") -> Mapping[date, str]:
    """The named days off of the act of 18.01.1951 (24 December from 2025 on), with names in `pl` or `en`."""
    found = holidays.country_holidays("PL", years=year, language={"en": "en_US"}.get(language, "pl"))
    return {day: ENGLISH.get(name, name) for day, name in found.items()}


@dataclass(frozen=True)
class Calendar:
    """The office's calendar: statutory holidays, the office's own closed days and whether Saturday counts."""

    closed_days: Mapping[date, str] = field(default_factory=dict)
    saturday_is_working: bool = False
    closed_days_stop_clock: bool = True

    def day(self, on: date) -> Day:
        """What this day is and why."""
        if on.weekday() == SUNDAY:
            return Day(on, DayKind.SUNDAY)
        if name := statutory_holidays(on.year).get(on):
            return Day(on, DayKind.HOLIDAY, name)
        if on.weekday() == SATURDAY and not self.saturday_is_working:
            return Day(on, DayKind.SATURDAY)
        if self.closed_days_stop_clock and on in self.closed_days:
            return Day(on, DayKind.CLOSED, self.closed_days[on])
        return Day(on, DayKind.WORKING)

    def is_working(self, on: date) -> bool:
        """Whether the clock runs on this day."""
        return self.day(on).kind is DayKind.WORKING

    def days_after(self, start: date) -> Iterator[Day]:
        """Each day after `start`, working days numbered from 1."""
        count = 0
        on = start
        while True:
            on += timedelta(days=1)
            day = self.day(on)
            if day.kind is DayKind.WORKING:
                count += 1
                day = Day(on, day.kind, day.name, count)
            yield day

    def working_days_between(self, earlier: date, later: date) -> int:
        """Working days after `earlier` up to and including `later`; negative when `later` lies before."""
        if later < earlier:
            return -self.working_days_between(later, earlier)
        return sum(self.is_working(earlier + timedelta(days=n)) for n in range(1, (later - earlier).days + 1))


@dataclass(frozen=True)
class Window:
    """Which working days after the filing open and close the window (R4)."""

    first_day: int = 3
    last_day: int = 7


@dataclass(frozen=True)
class Deadline:
    """A deadline with the days that led to it; `first` and `last` are the 3rd and 7th working day by default.

    `late` says that the filing came on a working day, when the office had closed.
    """

    received_on: date
    clock_from: date
    first: date
    last: date
    days: tuple[Day, ...]
    late: bool = False

    @property
    def skipped(self) -> tuple[Day, ...]:
        """The days on which the clock stood still."""
        return tuple(day for day in self.days if day.kind is not DayKind.WORKING)


def deadline(
    received_on: date, calendar: Calendar, window: Window, *, moves_on: bool = False, late: bool = False
) -> Deadline:
    """Count working days from the day after the filing (R4; Civil Code art. 111).

    With `moves_on`, what came on a day off counts as received on the next working day; so does what came `late`.
    Raises ValueError for a year outside 2000–2100.
    """
    if not FIRST_YEAR <= received_on.year <= LAST_YEAR:
        raise ValueError("year out of range")
    clock_from = _counts_from(received_on, calendar, moves_on=moves_on, late=late)
    days: list[Day] = []
    first = clock_from
    for day in calendar.days_after(clock_from):
        days.append(day)
        if day.count == window.first_day:
            first = day.date
        if day.count == window.last_day:
            after_hours = late and calendar.is_working(received_on)
            return Deadline(received_on, clock_from, first, day.date, tuple(days), after_hours)
    raise AssertionError("a calendar has no end")


def _counts_from(received_on: date, calendar: Calendar, *, moves_on: bool, late: bool) -> date:
    clock_from = received_on + timedelta(days=late)
    while (moves_on or late) and not calendar.is_working(clock_from):
        clock_from += timedelta(days=1)
    return clock_from


def month_term(start: date, months: int, *, moves_on: bool) -> date:
    """The last day of a term in months: the day of the same number, or the last of a shorter month.

    With `moves_on`, one that ends on a Saturday, Sunday or statutory holiday ends on the next other day; the office's
    own closed days move nothing (Regulation (EEC, Euratom) No 1182/71, art. 3; Civil Code art. 112 and 115).
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    calendar = Calendar()
    while moves_on and not calendar.is_working(last):
        last += timedelta(days=1)
    return last
