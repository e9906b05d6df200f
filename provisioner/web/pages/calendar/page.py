"""The calendar, a small form for "what is the deadline for…", and for administrators the closed days (R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from sqlalchemy.orm import Session

from provisioner import applications, office
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.entry.reader import Problem
from provisioner.office.days_off import days_off
from provisioner.office.working_days import Day
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.calendar.blueprint import blueprint
from provisioner.web.pages.settings.follows import Follows
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.database import Said
from provisioner.web.words.dates import day_off, in_words, short_day
from provisioner.web.words.messages import message
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class DayOff:
    """A day without work and why; past days stand back."""

    day: str
    why: str
    past: bool


@dataclass(frozen=True)
class Year:
    """The days off of one year."""

    number: int
    days: Sequence[DayOff]


@dataclass(frozen=True)
class ClosedDayLine:
    """A day still to come on which the office is closed."""

    iso: str
    day: str
    reason: str


@dataclass(frozen=True)
class ClosedDays:
    """What an administrator can do about closed days; `opening` is the day asked about, or empty for a new one."""

    coming: Sequence[ClosedDayLine]
    counts: bool
    problems: Sequence[tuple[str, str]] = ()
    follows: Follows | None = None
    opening: str = ""
    trouble: Said | None = None


@blueprint.get("/calendar")
@needs(Action.READ)
def index() -> str:
    """This year's and next year's days off, and the deadline for a day typed in."""
    return calendar_page()


def calendar_page(
    problems: Sequence[Problem] = (), *, follows: Follows | None = None, opening: str = "", trouble: Said | None = None
) -> str:
    """The page, with what is wrong with a closed day that was typed, or what would follow from it."""
    parts = desk()
    typed = request.args.get("received_on", "").strip()[:40]
    channel = chosen(PAPER_CHANNELS, request.args.get("channel")) or Channel.COUNTER
    today = parts.today()
    links = [(one.field, message(one)) for one in problems]
    with parts.database.reading() as db:
        asked = {"received_on": typed, "channel": channel}
        found = applications.preview(db, asked, today=today, practice=parts.practice).deadline
        years = [_year(one, days_off(db, one), today) for one in (today.year, today.year + 1)]
        coming, counts = _coming(db, today)
    return render_template(
        "calendar/page.html",
        years=years,
        typed=typed,
        channels=options(PAPER_CHANNELS, channel),
        found=found,
        error=_wrong(typed, found is not None),
        closed=ClosedDays(coming, counts, links, follows, opening, trouble),
        errors=dict(links),
        kept=request.form,
        may_edit=myself().may(Action.EDIT_SETTINGS),
    )


def _coming(db: Session, today: date) -> tuple[list[ClosedDayLine], bool]:
    rules = office.rules(db)
    closed = office.calendar(db, rules).closed_days
    lines = [ClosedDayLine(day.isoformat(), in_words(day), closed[day]) for day in sorted(closed) if day >= today]
    return lines, rules.closed_days_stop_clock


def _year(number: int, days: Sequence[Day], today: date) -> Year:
    return Year(number, [DayOff(short_day(day.date), day_off(day), day.date < today) for day in days])


def _wrong(typed: str, understood: bool) -> str:
    if not typed or understood:
        return ""
    return _("Write a real day, like 27.11.2026 or 27.11")
