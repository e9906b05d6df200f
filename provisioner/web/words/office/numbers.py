"""Counts, shares and months as people write them."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from provisioner.web.words.language import language
from provisioner.web.words.translate import ngettext

NOTHING = "–"


def count(number: int) -> str:
    """`12 345`."""
    return str(format_decimal(number, locale=language()))


def share(part: float | None) -> str:
    """`12,5%`; a dash where there is nothing to take a part of."""
    return NOTHING if part is None else str(format_percent(part, "#,##0.#%", locale=language()))


def month(year: int, number: int) -> str:
    """`styczeń 2026`."""
    return format_date(date(year, number, 1), "LLLL y", locale=language())


def month_alone(number: int) -> str:
    """`styczeń`, for a row of a year."""
    return format_date(date(2000, number, 1), "LLLL", locale=language())


def month_in_short(number: int) -> str:
    """`sty`, beside a bar."""
    return format_date(date(2000, number, 1), "LLL", locale=language())


def working_days(days: int) -> str:
    """`3 dni robocze`."""
    return ngettext("%(num)d working day", "%(num)d working days", days)
