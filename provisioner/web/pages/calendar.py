"""The office's calendar, read-only, and a small form for "what is the deadline for…" (R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from provisioner import applications
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.office.days_off import days_off
from provisioner.office.working_days import Day
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.dates import day_off, short_day
from provisioner.web.words.translate import _

blueprint = Blueprint("calendar", __name__)


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


@blueprint.get("/calendar")
@needs(Action.READ)
def index() -> str:
    """This year's and next year's days off, and the deadline for a day typed in."""
    parts = desk()
    typed = request.args.get("received_on", "").strip()[:40]
    channel = chosen(PAPER_CHANNELS, request.args.get("channel")) or Channel.COUNTER
    today = parts.today()
    with parts.database.reading() as db:
        ahead = applications.preview(
            db,
            {"received_on": typed, "channel": channel},
            today=today,
            practice=parts.practice,
        )
        years = [_year(one, days_off(db, one), today) for one in (today.year, today.year + 1)]
    return render_template(
        "calendar/page.html",
        years=years,
        typed=typed,
        channels=options(PAPER_CHANNELS, channel),
        found=ahead.deadline,
        error=_wrong(typed, ahead.deadline is not None),
    )


def _year(number: int, days: Sequence[Day], today: date) -> Year:
    return Year(number, [DayOff(short_day(day.date), day_off(day), day.date < today) for day in days])


def _wrong(typed: str, understood: bool) -> str:
    if not typed or understood:
        return ""
    return _("Write a real day, like 27.11.2026 or 27.11")
