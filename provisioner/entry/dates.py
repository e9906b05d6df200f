"""Dates as clerks type them."""

import re
from datetime import date, timedelta

from provisioner.identifiers import with_plain_dashes

OLDEST_DAYS = 366
FURTHEST_DAYS = 3660
HALF_A_YEAR = 183
SHORT_YEAR, CENTURY = 2, 2000
MONTHS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
YEAR = r"([0-9]{4}|[0-9]{2})"
APART = re.compile(rf"([0-9]{{1,2}})[.\-/\s]+([0-9]{{1,2}}|[ivx]{{1,4}})(?:[.\-/\s]+{YEAR}(?:\s*r)?)?\.?")
TOGETHER = re.compile(rf"([0-9]{{2}})([0-9]{{2}}){YEAR}?")
EIGHT_YEARS = 8
"""The longest wait from one 29 February to the next."""


def read_date(text: str, today: date, *, coming: bool = False) -> date | None:
    """A date as people type it: 27.11.2026, 27112026, 27.11.26 r., 271126, 27.XI.2026, 27.11,
    2711, 2026-11-27, `d` (today), `w` (yesterday).

    A day and month without a year mean the nearest such day, so that one a little ahead is never taken for last year's;
    with `coming` they mean the next one. Gives None for 31 February.
    """
    text = with_plain_dashes(text.strip().casefold())
    if text in ("d", "dziś", "dzis", "today"):
        return today
    if text in ("w", "wczoraj", "yesterday"):
        return today - timedelta(days=1)
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = APART.fullmatch(text) or TOGETHER.fullmatch(text)
    if not found or not (month := _month(found[2])):
        return None
    day = int(found[1])
    if found[3]:
        return _date(int(found[3]) if len(found[3]) > SHORT_YEAR else CENTURY + int(found[3]), month, day)
    return _next(day, month, today) if coming else _nearest(day, month, today)


def _month(text: str) -> int:
    """Also in Roman numerals; 0 for none."""
    return int(text) if text.isdigit() else MONTHS.index(text) if text in MONTHS else 0


def _nearest(day: int, month: int, today: date) -> date | None:
    """The latest such day that is not further than half a year ahead; of 29 February that of the last leap year."""
    for year in range(today.year + 1, today.year - EIGHT_YEARS - 1, -1):
        found = _date(year, month, day)
        if found and (found - today).days < HALF_A_YEAR:
            return found
    return None


def _next(day: int, month: int, today: date) -> date | None:
    for year in range(today.year, today.year + EIGHT_YEARS + 1):
        found = _date(year, month, day)
        if found and found >= today:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
