"""Reading a closed day, and the first day of an edition, as an administrator types them (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provisioner.entry.dates import FURTHEST_DAYS, read_date
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.office.settings import LONGEST_REASON
from provisioner.office.working_days import Calendar, DayKind

CLOSED_ON, CLOSED_REASON = "closed_on", "closed_reason"
VALID_FROM = "valid_from"
LONGEST_DAY = 40
A_YEAR = 366
OFF_ANYWAY = (DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY)


@dataclass(frozen=True)
class ClosedDayTold:
    """A day on which the office is to be closed, and why."""

    day: date
    reason: str


def read_closed_day(raw: Mapping[str, str], *, today: date, calendar: Calendar) -> ClosedDayTold:
    """A working day, today or later, not closed yet; without a year it is the next such day. Raises EntryProblems."""
    read = Reader(raw, today=today, customer_number=str)
    day = _day(read, calendar)
    reason = read.text(CLOSED_REASON, LONGEST_REASON, required=True)
    if day is None or read.problems:
        raise EntryProblems(read.problems)
    return ClosedDayTold(day, reason)


def read_valid_from(raw: Mapping[str, str], *, today: date) -> date:
    """The first day of an edition: today, or within a year. Raises EntryProblems."""
    read = Reader(raw, today=today, customer_number=str)
    text = read.raw.get(VALID_FROM, "").strip()[:LONGEST_DAY]
    found = read_date(text, today, coming=True)
    if found is None:
        read.wrong(VALID_FROM, "date" if text else "required")
    elif found < today:
        read.wrong(VALID_FROM, "before_today")
    elif (found - today).days > A_YEAR:
        read.wrong(VALID_FROM, "too_far")
    if found is None or read.problems:
        raise EntryProblems(read.problems)
    return found


def _day(read: Reader, calendar: Calendar) -> date | None:
    text = read.raw.get(CLOSED_ON, "").strip()[:LONGEST_DAY]
    found = read_date(text, read.today, coming=True)
    wrong = ("date" if text else "required") if found is None else _wrong(found, read.today, calendar)
    if wrong:
        read.wrong(CLOSED_ON, wrong)
    return found


def _wrong(day: date, today: date, calendar: Calendar) -> str:
    if day < today:
        return "over"
    if (day - today).days > FURTHEST_DAYS:
        return "far_ahead"
    if day in calendar.closed_days:
        return "closed_already"
    return "off_anyway" if calendar.day(day).kind in OFF_ANYWAY else ""
