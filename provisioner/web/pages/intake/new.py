"""A clerk keys in a paper application; later somebody corrects or completes it (R1–R4)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import applications, forms, staff
from provisioner.applications import Preview
from provisioner.applications.tables import Application
from provisioner.cases import OtherContent
from provisioner.cases.deadlines import last_days
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.forms.tables import FormEdition
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.intake.form import empty, paper_form, parts_of, show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.translate import _, ngettext

blueprint = Blueprint("intake", __name__)


@dataclass(frozen=True)
class Saved:
    """What the status line says after saving."""

    id: UUID
    number: str
    alike: int = 0


@blueprint.get("/applications/new")
@needs(Action.RECORD)
def new() -> str:
    """The empty form."""
    edition = edition_now()
    return page(paper_form(edition.clauses, empty()), edition)


@blueprint.post("/applications/new")
@needs(Action.RECORD)
def save() -> Response | str | tuple[str, int]:
    """Look ahead, or save and go on to the case or to the next form."""
    edition = edition_now()
    form = paper_form(edition.clauses)
    if "preview" in request.form:
        return page(form, edition)
    try:
        saved = _record(edition)
    except EntryProblems as error:
        return page(form, edition, error.problems), 400
    except OtherContent as earlier:
        return page(form, edition, earlier=Saved(earlier.case_id, earlier.number)), 409
    except OperationalError as silent:
        note_silence(silent)
        return page(form, edition, unsaved=not_saved(silent)), 503
    where = url_for("case.show", application_id=saved.id)
    if "next" in request.form:
        tell(_said(saved), where, _("Open the case"))
        return redirect(url_for("intake.new"), 303)
    tell(_said(saved))
    return redirect(where, 303)


def _said(saved: Saved) -> str:
    said = _("Saved %(number)s.", number=saved.number)
    if not saved.alike:
        return said
    others = ngettext(
        "%(num)d other case has the same data: see the case.",
        "%(num)d other cases have the same data: see the case.",
        saved.alike,
    )
    return f"{said} {others}"


@blueprint.post("/applications/preview")
@needs(Action.RECORD)
def look_ahead() -> str:
    """The rail alone, for the page's script."""
    return render_template("intake/rail.html", ahead=_ahead())


def page(
    form: Any,
    edition: FormEdition,
    problems: list[Problem] | None = None,
    *,
    unsaved: Said | None = None,
    earlier: Saved | None = None,
) -> str:
    """The intake page with whatever is typed, whatever is wrong with it and what the same form made `earlier`."""
    links = show_problems(form, problems or [])  # Before the parts: it decides which questions they show.
    return render_template(
        "intake/new.html",
        form=form,
        parts=parts_of(form),
        edition=edition,
        links=links,
        ahead=None if unsaved else _ahead(),
        unsaved=unsaved,
        earlier=earlier,
    )


def edition_now() -> FormEdition:
    """The paper form in use today, with its clauses."""
    parts = desk()
    with parts.database.reading() as db:
        return forms.current(db, parts.today())


def typed_entry(edition: FormEdition) -> applications.Entry:
    """What was typed, checked. Raises EntryProblems."""
    parts = desk()
    with parts.database.reading() as db:
        last_day = last_days(db)
    return applications.read_entry(
        request.form,
        clauses=[clause.id for clause in edition.clauses],
        today=parts.today(),
        practice=parts.practice,
        last_day=last_day,
    )


def _record(edition: FormEdition) -> Saved:
    parts = desk()
    entry = typed_entry(edition)
    with parts.database.transaction() as db:
        application: Application = applications.record(
            db,
            entry,
            edition=edition,
            practice=parts.practice,
            form_key=sent_form_key(),
            by=staff.member(db, myself().id),
            at=parts.clock(),
        )
        return Saved(application.id, application.number, len(applications.alike(db, application).cases))


def _ahead() -> Preview:
    parts = desk()
    with parts.database.reading() as db:
        return applications.preview(
            db,
            request.form,
            today=parts.today(),
            practice=parts.practice,
        )
