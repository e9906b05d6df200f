"""Dates as clerks type them."""

import re
from datetime import date, timedelta

OLDEST_DAYS = 366


def read_date(text: str, today: date) -> date | None:
    """A date as people type it: 27.11.2026, 27112026, 27.11, 2711, 2026-11-27, `d` (today), `w` (yesterday).

    A day and month without a year mean the latest such day that is not in the future. Gives None for 31 February.
    """
    text = text.strip().casefold()
    if text in ("d", "dziś", "dzis", "today"):
        return today
    if text in ("w", "wczoraj", "yesterday"):
        return today - timedelta(days=1)
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text, re.ASCII):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = re.fullmatch(r"([0-9]{1,2})[.\-/ ]+([0-9]{1,2})(?:[.\-/ ]+([0-9]{4}))?\.?", text, re.ASCII) or re.fullmatch(
        r"([0-9]{2})([0-9]{2})([0-9]{4})?", text, re.ASCII
    )
    if not found:
        return None
    day, month = int(found[1]), int(found[2])
    if found[3]:
        return _date(int(found[3]), month, day)
    this_year = _date(today.year, month, day)
    return this_year if this_year is None or this_year <= today else _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
