"""A clerk keys in a request to erase, from the page of one of the person's cases or with nothing known yet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import erasures, staff
from provisioner.applications.tables import Application
from provisioner.cases import OtherContent
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.erasures.blueprint import blueprint
from provisioner.web.pages.erasures.form import empty, known_of, request_form, sections
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.translate import _

Answer = str | Response | tuple[str, int]


@blueprint.get("/erasures/new")
@needs(Action.RECORD)
def new() -> str:
    """The form; with the case of somebody in the address it holds what is known of them."""
    with desk().database.reading() as db:
        case_id = _case(request.args.get("case", ""))
        found = db.get(Application, case_id) if case_id else None
        return _page(request_form(empty() | (known_of(found) if found else {})))


@blueprint.post("/erasures/new")
@needs(Action.RECORD)
def save() -> Answer:
    """Save it and go on to its page."""
    parts, form = desk(), request_form()
    try:
        entry = erasures.read_request(request.form, today=parts.today(), practice=parts.practice)
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            found = erasures.record(db, entry, form_key=sent_form_key(), by=by, at=parts.clock())
            request_id, number = found.id, found.number
    except erasures.RequestProblems as error:
        return _page(form, error.problems), 400
    except OtherContent as earlier:
        said = _("Nothing is saved: this form is recorded already"), _("See %(number)s.", number=earlier.number)
        return _page(form, trouble=said), 409
    except OperationalError as silent:
        note_silence(silent)
        return _page(form, trouble=not_saved(silent)), 503
    tell(_("Saved %(number)s.", number=number))
    return redirect(url_for("erasures.show", request_id=request_id), 303)


def _case(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
    return render_template(
        "erasures/form.html",
        heading=_("Request to erase data"),
        where=url_for("erasures.save"),
        back=url_for("queue.index"),
        back_text=_("Queue"),
        form=form,
        links=show_problems(form, problems),
        parts=sections(form),
        completing=False,
        missing="",
        trouble=trouble,
    )
