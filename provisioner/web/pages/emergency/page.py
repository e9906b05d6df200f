"""Asking to approve an own entry alone, the list of what was approved so, and its review."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import OwnEntry, ReasonMissing, UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.emergency import asking, reviewing
from provisioner.cases.emergency.asking import REASON, NoEmergency, OthersPresent
from provisioner.cases.tables import Case
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import seen_revision
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.emergency.saving import headings, sheet_rows
from provisioner.web.pages.emergency.view import Tried, done_row, waiting_row
from provisioner.web.words.database import Said
from provisioner.web.words.messages import message
from provisioner.web.words.translate import _

blueprint = Blueprint("emergency", __name__)
Answer = Response | tuple[str, int]
SURE = "emergency_sure"


@blueprint.get("/cases/<uuid:case_id>/emergency")
@needs(Action.APPROVE)
def show(case_id: UUID) -> str:
    """The form on which somebody says why they approve their own entry."""
    return _form(case_id)


@blueprint.post("/cases/<uuid:case_id>/emergency")
@needs(Action.APPROVE)
def ask(case_id: UUID) -> Answer:
    """Take the word down and go back to the case, where it can be approved now."""
    parts, revision = desk(), seen_revision()
    try:
        reason = typed_reason(REASON)
        _check(reason)
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            asking.ask(db, case_id, revision=revision, reason=reason, by=by, at=parts.clock())
    except UnknownCase:
        abort(404)
    except (NoEmergency, OthersPresent) as error:
        return _form(case_id, trouble=_refused(error)), 409
    except (ReasonMissing, Unreadable, EntryProblems, OperationalError) as error:
        trouble, status = trouble_of(error)
        said = None if trouble.links else (trouble.title, trouble.text)
        return _form(case_id, trouble.links, said), status
    tell(_("Noted. Nothing is approved yet: approve the case now, and another approver reviews it."))
    return redirect(url_for("case.show", application_id=case_id), 303)


@blueprint.get("/emergencies")
@needs(Action.READ)
def index() -> str:
    """What waits for a review, then what was reviewed."""
    return _list()


@blueprint.post("/emergencies/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every one of them as a file; who took it stands in the journal before it leaves."""
    return sheet(Event.EMERGENCIES_EXPORTED, _("emergencies"), headings(), lambda db: sheet_rows(reviewing.every(db)))


@blueprint.post("/emergencies/<uuid:case_id>/review")
@needs(Action.REVIEW_EMERGENCY)
def review(case_id: UUID) -> Answer:
    """Note what somebody else has found."""
    parts = desk()
    try:
        found = reviewing.read_review(request.form)
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            number = reviewing.review(db, case_id, found, by=by, at=parts.clock()).number
    except EntryProblems as error:
        return _list(Tried(case_id, {one.field: message(one) for one in error.problems})), 400
    except (reviewing.NothingToReview, OwnEntry) as error:
        return _list(trouble=_refused(error)), 409 if isinstance(error, reviewing.NothingToReview) else 403
    except OperationalError as silent:
        trouble, status = trouble_of(silent)
        return _list(Tried(case_id), (trouble.title, trouble.text)), status
    tell(_("The review of %(number)s is noted.", number=number))
    return redirect(url_for("emergency.index"), 303)


def _refused(error: Exception) -> Said:
    if isinstance(error, OthersPresent):
        title = _("This is no emergency: somebody else can decide")
        return title, _("At the desk now: %(names)s. Ask them.", names=", ".join(error.names))
    if isinstance(error, OwnEntry):
        title = _("This is your own entry")
        return title, _("Whoever keyed in or approved a case does not review it. Ask another approver.")
    title = _("Your click changed nothing")
    return title, _("It has changed meanwhile, or the office does not allow it: see the case.")


def _check(reason: str) -> None:
    """Both confirmations are there. Raises EntryProblems."""
    problems = [] if reason.strip() else [Problem(REASON, "required")]
    if not _sure():
        problems.append(Problem(SURE, "tick"))
    if problems:
        raise EntryProblems(problems)


def _sure() -> bool:
    return request.form.get(SURE) == "yes"


def _form(case_id: UUID, links: Sequence[tuple[str, str]] = (), trouble: Said | None = None) -> str:
    with desk().database.reading() as db:
        try:
            case = find(db, Case, case_id)
        except UnknownCase:
            abort(404)
    looks.note_when_sent(case_id, myself().id)
    return render_template(
        "emergency/ask.html",
        case=case,
        links=links,
        errors=dict(links),
        trouble=trouble,
        typed=request.form,
        sure=_sure(),
    )


def _list(tried: Tried | None = None, trouble: Said | None = None) -> str:
    with desk().database.reading() as db:
        waiting, done = reviewing.to_review(db), reviewing.reviewed(db)
    return render_template(
        "emergency/list.html",
        waiting=[waiting_row(one, myself(), tried) for one in waiting],
        done=[done_row(one) for one in done],
        may_export=myself().may(Action.EXPORT),
        links=tried.links if tried else [],
        trouble=trouble,
    )
