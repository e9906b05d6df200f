"""Closing the office on a day and opening it after all; which open cases it touches is shown before it is saved."""

from collections.abc import Callable
from datetime import date

from flask import abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import administration, journal, office, staff
from provisioner.administration import Effect
from provisioner.administration.closed_days import by_closing, by_opening
from provisioner.administration.entry import CLOSED_ON, ClosedDayTold, read_closed_day
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.calendar.blueprint import blueprint
from provisioner.web.pages.calendar.page import calendar_page
from provisioner.web.pages.case.decision.trouble import sent_back
from provisioner.web.pages.settings.follows import Follows, follows
from provisioner.web.words.database import not_saved
from provisioner.web.words.dates import in_words
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int] | str


@blueprint.post("/calendar/close")
@needs(Action.EDIT_SETTINGS)
def close() -> Answer:
    """Close the office on the day typed."""
    parts = desk()
    try:
        with parts.database.reading() as db:
            told = _read(db)
            ahead = _ahead(told.day, lambda: by_closing(db, told.day))
        if ahead:
            return calendar_page(follows=ahead)
        with parts.database.transaction() as db:
            administration.close_day(db, told.day, told.reason, actor=_actor(db), at=parts.clock())
    except EntryProblems as error:
        return calendar_page(error.problems), 400
    except administration.ClosedAlready:
        return calendar_page([Problem(CLOSED_ON, "closed_already")]), 409
    except OperationalError as silent:
        note_silence(silent)
        return calendar_page(trouble=not_saved(silent)), 503
    tell(_("The office is closed on %(day)s.", day=in_words(told.day)))
    return redirect(url_for("calendar.index"), 303)


@blueprint.post("/calendar/open/<day>")
@needs(Action.EDIT_SETTINGS)
def open_again(day: str) -> Answer:
    """Open the office on a closed day that is not over yet."""
    parts, found = desk(), _coming(day)
    try:
        with parts.database.reading() as db:
            ahead = _ahead(found, lambda: by_opening(db, found))
        if ahead:
            return calendar_page(follows=ahead, opening=day)
        with parts.database.transaction() as db:
            administration.open_day(db, found, actor=_actor(db), at=parts.clock())
    except administration.NotClosed:
        said = _("Your click changed nothing"), _("The office is not closed on that day any more: see below.")
        return calendar_page(trouble=said), 409
    except OperationalError as silent:
        note_silence(silent)
        return calendar_page(trouble=not_saved(silent)), 503
    tell(_("The office is open on %(day)s.", day=in_words(found)))
    return redirect(url_for("calendar.index"), 303)


@blueprint.errorhandler(Unconfirmed)
def waits(error: Unconfirmed) -> tuple[str, int]:
    """The page with everything typed, while Keycloak does not confirm who asks."""
    return sent_back(error, lambda said: calendar_page(trouble=said))


def _read(db: Session) -> ClosedDayTold:
    calendar = office.calendar(db, office.rules(db))
    return read_closed_day(request.form, today=desk().today(), calendar=calendar)


def _ahead(day: date, touched: Callable[[], Effect]) -> Follows | None:
    """What would follow, unless the form says that it was shown for this very day."""
    if request.form.get("confirmed") == day.isoformat():
        return None
    found = touched()
    return follows(found, day.isoformat()) if found.worth_asking else None


def _coming(text: str) -> date:
    """The day in an address; one that is over, or none, ends with 404."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return found if found >= desk().today() else abort(404)


def _actor(db: Session) -> str:
    return journal.staff(staff.member(db, myself().id).id)
