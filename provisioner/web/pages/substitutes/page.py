"""The list of substitutions, and the form for one: everybody's own, of others an administrator's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.entry.reader import EntryProblems
from provisioner.staff.colleagues import who_may
from provisioner.staff.roles import Action
from provisioner.staff.substitutes.appointing import ABSENT, SUBSTITUTE, NoSubstitution, appoint, end, read_days
from provisioner.staff.substitutes.listing import coming
from provisioner.staff.substitutes.tables import Substitution
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.trouble import sent_back, trouble_of
from provisioner.web.words.choices import Option
from provisioner.web.words.database import Said
from provisioner.web.words.dates import long_day
from provisioner.web.words.messages import message
from provisioner.web.words.translate import _

blueprint = Blueprint("substitutes", __name__)
Answer = Response | tuple[str, int]


@dataclass(frozen=True)
class Row:
    """One substitution; `end` is where the reader ends it, if they may."""

    absent: str
    substitute: str
    days: str
    now: bool
    end: str


@blueprint.get("/substitutes")
@needs(Action.READ)
def index() -> str:
    """Those of today and to come, and the form for whoever may."""
    return _page()


@blueprint.post("/substitutes")
@needs(Action.NOTE)
def appoint_mine() -> Answer:
    """Somebody stands in for me."""
    return _appoint(myself().id)


@blueprint.post("/substitutes/of-others")
@needs(Action.EDIT_SETTINGS)
def appoint_others() -> Answer:
    """An administrator lets somebody stand in for a colleague."""
    return _appoint(_chosen(ABSENT))


@blueprint.post("/substitutes/<int:substitution_id>/end")
@needs(Action.NOTE)
def end_mine(substitution_id: int) -> Answer:
    """Nobody stands in for me any more."""
    return _end(substitution_id, myself().id)


@blueprint.post("/substitutes/<int:substitution_id>/end-of-others")
@needs(Action.EDIT_SETTINGS)
def end_others(substitution_id: int) -> Answer:
    """An administrator ends anybody's."""
    return _end(substitution_id, None)


@blueprint.errorhandler(Unconfirmed)
def waits(error: Unconfirmed) -> tuple[str, int]:
    """The page with everything typed, while Keycloak does not confirm the administrator."""
    return sent_back(error, lambda said: _page(trouble=said))


def _appoint(absent: UUID | None) -> Answer:
    parts = desk()
    try:
        days = read_days(request.form, today=parts.today())
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            appoint(db, absent, _chosen(SUBSTITUTE), days, by=by, at=parts.clock())
    except EntryProblems as error:
        return _page([(one.field, message(one)) for one in error.problems]), 400
    except OperationalError as silent:
        trouble, status = trouble_of(silent)
        return _page(trouble=(trouble.title, trouble.text)), status
    tell(_("Noted: what is put to them is seen by both on these days."))
    return redirect(url_for("substitutes.index"), 303)


def _end(substitution_id: int, of: UUID | None) -> Answer:
    parts = desk()
    try:
        with parts.database.transaction() as db:
            end(db, substitution_id, of=of, by=staff.member(db, myself().id), at=parts.clock())
    except NoSubstitution:
        return _page(trouble=(_("Your click changed nothing"), _("It is ended already, or it is not yours."))), 409
    tell(_("Ended: nobody stands in any more."))
    return redirect(url_for("substitutes.index"), 303)


def _chosen(field: str) -> UUID | None:
    try:
        return UUID(request.form.get(field, ""))
    except ValueError:
        return None


def _page(links: Sequence[tuple[str, str]] = (), trouble: Said | None = None) -> str:
    person, today = myself(), desk().today()
    with desk().database.reading() as db:
        rows = [_row(one) for one in coming(db, today)]
        others, mine = person.may(Action.EDIT_SETTINGS), person.may(Action.NOTE)
        people = who_may(db, Action.NOTE) if others or mine else []
    return render_template(
        "substitutes/page.html",
        rows=rows,
        mine=mine,
        others=others,
        absent=_options(people, ABSENT),
        substitutes=_options((one for one in people if others or one.id != person.id), SUBSTITUTE),
        typed=request.form,
        links=links,
        errors=dict(links),
        trouble=trouble,
    )


def _row(one: Substitution) -> Row:
    person = myself()
    address = ""
    if person.may(Action.EDIT_SETTINGS):
        address = url_for("substitutes.end_others", substitution_id=one.id)
    elif person.may(Action.NOTE) and one.absent_id == person.id:
        address = url_for("substitutes.end_mine", substitution_id=one.id)
    days = _("%(first)s to %(last)s", first=long_day(one.first_day), last=long_day(one.last_day))
    return Row(one.absent.name, one.substitute.name, days, one.first_day <= desk().today(), address)


def _options(people: Iterable[StaffMember], field: str) -> list[Option]:
    return [Option(str(one.id), one.name, request.form.get(field) == str(one.id)) for one in people]
