"""What one field may hold: which characters, and dates as clerks type them."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

Rule = Callable[[str], str]
"""Looks at a trimmed text and gives the code of what is wrong with it, or an empty text."""

OLDEST_DAYS = 366
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_IN_NAMES = set('<>&"$%!#?§;*~/\\|^=[]{}()@:_+')
"""What Keycloak's own profile refuses in a person's name, and a few more that no name has."""


def one_line(text: str) -> str:
    """One line in Latin letters, without invisible characters."""
    if any(unicodedata.category(c) in INVISIBLE for c in text):
        return "invisible"
    return "alphabet" if any(_foreign(c) for c in text) else ""


def person_name(text: str) -> str:
    """A person's name: letters, spaces, hyphens, apostrophes, full stops."""
    if code := one_line(text):
        return code
    if any(c in NOT_IN_NAMES or c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        return "name"
    return ""


def registered_name(text: str) -> str:
    """A company's name as registered: nearly anything, but no angle brackets, which the realm refuses."""
    return one_line(text) or ("company" if set("<>") & set(text) else "")


def free_text(text: str) -> str:
    """Free text over several lines in any alphabet, without other invisible characters."""
    return "invisible" if any(unicodedata.category(c) in INVISIBLE and c not in "\r\n\t" for c in text) else ""


def visible(text: str) -> str:
    """The text without the characters nobody can see; for searching, where a message would be in the way."""
    return "".join(c for c in text if unicodedata.category(c) not in INVISIBLE)


def _foreign(c: str) -> bool:
    return c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")


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
