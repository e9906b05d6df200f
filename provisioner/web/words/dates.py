"""Days and moments in words, as the office writes them."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from flask import Flask

from provisioner.office.time import OFFICE_TIME, office_date
from provisioner.office.working_days import Day, DayKind, statutory_holidays
from provisioner.web.desk import desk
from provisioner.web.words.language import language
from provisioner.web.words.translate import _


def install(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(in_words=in_words, moment=moment)


def long_day(day: date) -> str:
    """`środa, 2 grudnia 2026`."""
    pattern = "EEEE, d MMMM y" if language() == "pl" else "EEEE d MMMM y"
    return format_date(day, pattern, locale=language())


def in_words(day: date) -> str:
    """A day inside a sentence, where Polish needs the genitive: `2 grudnia 2026 (środa)`."""
    pattern = "d MMMM y (EEEE)" if language() == "pl" else "EEEE d MMMM y"
    return format_date(day, pattern, locale=language())


def short_day(day: date) -> str:
    """`śr 2.12`, for tables; with the year when it is another one than now."""
    return _short(day, language(), with_year=day.year != desk().today().year)


@lru_cache(maxsize=2_000)
def _short(day: date, code: str, *, with_year: bool) -> str:
    # Kept, since a list is full of days, mostly the same ones, and CLDR's patterns are slow to fill in.
    if code == "pl":
        pattern = "EEE d.MM.y" if with_year else "EEE d.MM"
        return format_date(day, pattern, locale="pl").replace("., ", " ").replace(". ", " ")
    return format_date(day, "EEE d MMM y" if with_year else "EEE d MMM", locale="en")


def plain_day(day: date) -> str:
    """`27.11.2026`, as it is typed."""
    return f"{day:%d.%m.%Y}"


def plain_date(day: date) -> str:
    """`2 grudnia 2026`."""
    return format_date(day, "d MMMM y", locale=language())


def clock_time(at: datetime) -> str:
    """`10:42` on the office's wall."""
    return f"{at.astimezone(OFFICE_TIME):%H:%M}"


def to_the_second(at: datetime) -> str:
    """`10:42:07`, for what is over soon."""
    return f"{at.astimezone(OFFICE_TIME):%H:%M:%S}"


def moment(at: datetime) -> str:
    """`dziś 10:42`, or the day with the time."""
    local = at.astimezone(OFFICE_TIME)
    if local.date() == desk().today():
        return _("today %(time)s", time=clock_time(at))
    return f"{short_day(local.date())}, {clock_time(at)}"


def full_moment(at: datetime) -> str:
    """`27.11.2026, 10:42`, for paper that is read in years."""
    return f"{plain_day(at.astimezone(OFFICE_TIME).date())}, {clock_time(at)}"


def since(at: datetime) -> str:
    """`10:42` when it was today, otherwise the day as well."""
    return clock_time(at) if office_date(at) == desk().today() else moment(at)


def day_off(day: Day) -> str:
    """Why the clock stood still on a day."""
    if day.kind is DayKind.HOLIDAY:
        return statutory_holidays(day.date.year, language()).get(day.date, day.name)
    if day.kind is DayKind.CLOSED:
        return _("office closed: %(reason)s", reason=day.name)
    return _("Saturday") if day.kind is DayKind.SATURDAY else _("Sunday")
