"""A deadline in words: how many days are left, and how it was counted day by day."""

from dataclasses import dataclass

from flask import Flask

from provisioner.cases.queue import Urgency
from provisioner.office.working_days import Day, Deadline
from provisioner.web.words.dates import day_off, in_words, short_day
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class CountedDay:
    """One line of the calculation: a working day that matters, or a day that was skipped."""

    day: str
    text: str
    skipped: bool


@dataclass(frozen=True)
class Calculation:
    """The days of a calculation; `moved` says that the filing counts from a later day."""

    moved: str
    days: tuple[CountedDay, ...]


def install(app: Flask) -> None:
    """Give the templates the calculation."""
    app.jinja_env.globals["calculation"] = calculation


def calculation(found: Deadline) -> Calculation:
    """The first and the last working day, and every day off with its reason."""
    shown = [day for day in found.days if not day.count or day.date in (found.first, found.last)]
    return Calculation(_moved(found), tuple(_counted(day) for day in shown))


def _moved(found: Deadline) -> str:
    if found.clock_from == found.received_on:
        return ""
    if found.late:
        return _(
            "received %(day)s after office hours: counted as received on %(next)s",
            day=in_words(found.received_on),
            next=in_words(found.clock_from),
        )
    return _(
        "received %(day)s, a day off: counted as received on %(next)s",
        day=in_words(found.received_on),
        next=in_words(found.clock_from),
    )


def _counted(day: Day) -> CountedDay:
    if day.count:
        return CountedDay(short_day(day.date), _("working day no. %(number)s", number=day.count), skipped=False)
    return CountedDay(short_day(day.date), _("skipped: %(reason)s", reason=day_off(day)), skipped=True)


def last_day_left(days: int) -> str:
    """How many days are left till the last day of something."""
    if days == 0:
        return _("ends today")
    return ngettext("%(num)d day left", "%(num)d days left", days)


def days_left(urgency: Urgency, left: int) -> str:
    """How much time is left, in working days."""
    if urgency is Urgency.TODAY:
        return _("due today")
    if urgency is Urgency.OVERDUE:
        return ngettext("%(num)d working day late", "%(num)d working days late", -left)
    return ngettext("%(num)d working day left", "%(num)d working days left", left)
