"""The list of staff with roles and last use, and its regular review."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import office, staff
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.listing import (
    Colleague,
    ListChanged,
    Review,
    colleagues,
    digest,
    last_review,
    next_review,
    review,
)
from provisioner.staff.roles import Action, Role
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.words.database import not_changed
from provisioner.web.words.dates import in_words, moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext

blueprint = Blueprint("staff_list", __name__)
UNUSED = timedelta(days=90)
"""Whoever has not been here for so long may not need the right any more."""


@dataclass(frozen=True)
class Row:
    """One person; `doubt` says why the reviewer should look twice."""

    name: str
    login: str
    roles: str
    last: str
    doubt: str


@dataclass(frozen=True)
class ReviewCard:
    """When the list was last reviewed and when again; `wanted` before the first review and when that day is over."""

    said: str
    due: str
    wanted: bool


@blueprint.get("/staff")
@needs(Action.READ_STAFF)
def index() -> str:
    """Everybody of the staff realm."""
    return _page("")


@blueprint.post("/staff/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Everybody as a file; who took it stands in the journal before it leaves."""
    now = desk().clock()
    headings = [_("First and last name"), _("Login"), _("Roles"), _("Last sign-in"), _("Look twice")]
    return sheet(
        Event.STAFF_EXPORTED, _("staff"), headings, lambda db: (astuple(_row(one, now)) for one in colleagues(db))
    )


@blueprint.post("/staff/review")
@needs(Action.REVIEW_STAFF)
def note_review() -> Response | tuple[str, int]:
    """The list shown is right."""
    parts = desk()
    try:
        with parts.database.transaction() as db:
            review(db, request.form.get("seen", ""), by=staff.member(db, myself().id), at=parts.clock())
    except ListChanged:
        return _page(_("The list has changed since you opened it. Look through it again, then confirm.")), 409
    except OperationalError as error:
        return _page(" ".join(not_changed(error))), 503
    tell(_("The review is noted in the journal."))
    return redirect(url_for("staff_list.index"), 303)


def _page(trouble: str) -> str:
    parts = desk()
    now = parts.clock()
    with parts.database.reading() as db:
        found = colleagues(db)
        card = _card(db, last_review(db))
    read = min((one.listed.read_at for one in found), default=None)
    return render_template(
        "staff_list/page.html",
        rows=[_row(one, now) for one in found],
        seen=digest(found),
        read=moment(read) if read else "",
        review=card,
        may_export=myself().may(Action.EXPORT),
        may_review=myself().may(Action.REVIEW_STAFF),
        doubts=_doubts(found, now),
        trouble=trouble,
    )


def _card(db: Session, last: Review | None) -> ReviewCard:
    if last is None:
        return ReviewCard(_("This list has not been reviewed yet."), "", wanted=True)
    due = next_review(office_date(last.at), office.rules(db).staff_review_months)
    return ReviewCard(
        _("Last reviewed by %(who)s, %(when)s.", who=last.by, when=moment(last.at)),
        _("The next review is due by %(day)s.", day=in_words(due)),
        wanted=due < desk().today(),
    )


def _row(one: Colleague, now: datetime) -> Row:
    listed = one.listed
    roles = ", ".join(word(role) for role in Role if role in one.roles)
    last = moment(one.last_sign_in) if one.last_sign_in else _("never")
    return Row(listed.name or listed.login, listed.login, roles or _("no role known"), last, _doubt(one, now))


def _doubt(one: Colleague, now: datetime) -> str:
    if not one.roles:
        return ""
    if not one.listed.enabled:
        return _("Disabled, but has a role")
    if one.last_sign_in is None:
        return _("Has never signed in")
    return _("Not here for three months") if now - one.last_sign_in > UNUSED else ""


def _doubts(found: Sequence[Colleague], now: datetime) -> str:
    number = sum(bool(_doubt(one, now)) for one in found)
    return ngettext("%(num)d person to look at twice", "%(num)d people to look at twice", number) if number else ""
