"""The page on which a note is written on a case of any kind."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import ReasonMissing, UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.notes import NOTE, note
from provisioner.cases.tables import Case
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _

blueprint = Blueprint("notes", __name__)


@blueprint.get("/cases/<uuid:case_id>/note")
@needs(Action.NOTE)
def show(case_id: UUID) -> str:
    """The empty form."""
    return _page(case_id)


@blueprint.post("/cases/<uuid:case_id>/note")
@needs(Action.NOTE)
def write(case_id: UUID) -> Response | tuple[str, int]:
    """Write the note and go back to the case."""
    parts = desk()
    try:
        text = typed_reason(NOTE)
        with parts.database.transaction() as db:
            note(db, case_id, text, by=staff.member(db, myself().id), at=parts.clock())
    except UnknownCase:
        abort(404)
    except ReasonMissing:
        return _page(case_id, wrong=_("Write a note of at most 2,000 characters")), 400
    except Unreadable as error:
        return _page(case_id, wrong=trouble_of(error)[0].text), 400
    except OperationalError as silent:
        trouble, status = trouble_of(silent)
        return _page(case_id, (trouble.title, trouble.text)), status
    tell(_("The note stands in the history of the case."))
    return redirect(url_for("case.show", application_id=case_id), 303)


def _page(case_id: UUID, trouble: Said | None = None, wrong: str = "") -> str:
    with desk().database.reading() as db:
        try:
            case = find(db, Case, case_id)
        except UnknownCase:
            abort(404)
        looks.note_when_sent(case_id, myself().id)
        return render_template(
            "notes/page.html", case=case, trouble=trouble, wrong=wrong, typed=request.form.get(NOTE, "")
        )
