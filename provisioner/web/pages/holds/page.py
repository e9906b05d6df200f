"""The page on which the data of a case are held back or released: why, until when, by whom."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import ReasonMissing, UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.grounds import HoldGround
from provisioner.cases.holds import holding
from provisioner.cases.tables import Case
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.holds.view import view
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.database import Said
from provisioner.web.words.messages import message
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
blueprint = Blueprint("holds", __name__)


@blueprint.get("/applications/<uuid:application_id>/hold")
@needs(Action.SEE_ERASURES)
def show(application_id: UUID) -> Response | str:
    """The hold that stands, or the form for one; whoever may do neither reads of it on the case."""
    if not myself().may(Action.HOLD):
        return redirect(url_for("case.show", application_id=application_id), 303)
    return _page(application_id)


@blueprint.post("/applications/<uuid:application_id>/hold")
@needs(Action.HOLD)
def hold(application_id: UUID) -> Answer:
    """Hold the data back."""
    parts = desk()
    try:
        told = holding.read_hold(request.form, today=parts.today())
        with parts.database.transaction() as db:
            holding.hold(db, application_id, told, by=staff.member(db, myself().id), at=parts.clock())
    except EntryProblems as error:
        return _page(application_id, error.problems), 400
    except UnknownCase:
        abort(404)
    except holding.AlreadyHeld:
        return _page(application_id, trouble=_late()), 409
    except OperationalError as silent:
        return _stopped(application_id, silent)
    tell(_("The data are held back: nothing of this case is erased."))
    return redirect(url_for("case.show", application_id=application_id), 303)


@blueprint.post("/applications/<uuid:application_id>/hold/release")
@needs(Action.HOLD)
def release(application_id: UUID) -> Answer:
    """Let the data be erased when their time comes."""
    parts = desk()
    try:
        reason = typed_reason("release_reason")
        with parts.database.transaction() as db:
            holding.release(db, application_id, reason=reason, by=staff.member(db, myself().id), at=parts.clock())
    except holding.NotHeld:
        return _page(application_id, trouble=_late()), 409
    except (ReasonMissing, Unreadable, OperationalError) as error:
        return _stopped(application_id, error)
    tell(_("The hold is over: the data are erased when their time comes."))
    return redirect(url_for("case.show", application_id=application_id), 303)


def _late() -> Said:
    return _("Your click changed nothing"), _("A colleague was faster: see below how it stands now.")


def _stopped(application_id: UUID, error: Exception) -> tuple[str, int]:
    trouble, status = trouble_of(error)
    wrong = [(trouble.control, trouble.text)] if trouble.control else []
    return _page(application_id, trouble=None if wrong else (trouble.title, trouble.text), wrong=wrong), status


def _page(
    application_id: UUID,
    problems: Sequence[Problem] = (),
    *,
    trouble: Said | None = None,
    wrong: Sequence[tuple[str, str]] = (),
) -> str:
    with desk().database.reading() as db:
        try:
            shown = view(find(db, Case, application_id))
        except UnknownCase:
            abort(404)
    looks.note_when_sent(application_id, myself().id)
    links = [*wrong, *((one.field, message(one)) for one in problems)]
    return render_template(
        "holds/page.html",
        one=shown,
        grounds=options(HoldGround, chosen(HoldGround, request.form.get(holding.GROUND))),
        typed=request.form,
        links=links,
        errors=dict(links),
        trouble=trouble,
    )
