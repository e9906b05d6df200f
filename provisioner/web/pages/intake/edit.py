"""Correcting a recorded application, or completing one that came back with what was missing (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import applications, office, staff
from provisioner.applications import Preview, paper
from provisioner.applications.case import application_with_form
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, UnknownCase
from provisioner.cases.deadlines import last_days
from provisioner.cases.sealed.keeping import masks
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.office import OfficeRules
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.intake.form import cell, paper_form, parts_of, show_problems, typed_in, values_of
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.dates import plain_day
from provisioner.web.words.standing import changed
from provisioner.web.words.translate import _

blueprint = Blueprint("edit", __name__)


@dataclass(frozen=True)
class Recorded:
    """A recorded application, the rules that say what is asked besides, and the masks of what is sealed in it."""

    application: Application
    rules: OfficeRules
    masks: Mapping[str, str]


@blueprint.get("/applications/<uuid:application_id>/edit")
@needs(Action.COMPLETE)
def edit(application_id: UUID) -> str | Response:
    """The form filled with what is recorded."""
    found = _recorded(application_id)
    one = found.application
    if one.status not in OPEN_CASES:
        return redirect(url_for("case.show", application_id=application_id), 303)
    values = {**values_of(one), **found.masks, "completed_on": plain_day(desk().today())}
    looks.note_when_sent(application_id, myself().id)
    return _page(one, paper_form(one.edition.clauses, found.rules, values, branch=one.branch))


@blueprint.post("/applications/<uuid:application_id>/edit")
@needs(Action.COMPLETE)
def save(application_id: UUID) -> Response | tuple[str, int]:
    """Save the correction or completion."""
    found = _recorded(application_id)
    one = found.application
    form = paper_form(one.edition.clauses, found.rules, branch=one.branch)
    if "preview" in request.form:
        return _page(one, form), 200
    try:
        _complete(one, found.rules)
    except EntryProblems as error:
        return _page(one, form, error.problems), 400
    except OperationalError as silent:
        note_silence(silent)
        return _page(one, form, unsaved=not_saved(silent)), 503
    except FasterColleague as error:
        return _page(_recorded(application_id).application, form, conflict=changed(error)), 409
    tell(_("Saved %(number)s.", number=one.number))
    return redirect(url_for("case.show", application_id=application_id), 303)


@blueprint.post("/applications/<uuid:application_id>/preview")
@needs(Action.COMPLETE)
def look_ahead(application_id: UUID) -> str:
    """The rail alone, for the page's script."""
    return render_template("intake/rail.html", ahead=_ahead(_recorded(application_id).application, request.form))


def _recorded(application_id: UUID) -> Recorded:
    with desk().database.reading() as db:
        try:
            one = application_with_form(db, application_id)
        except UnknownCase:
            abort(404)
        return Recorded(one, office.rules(db), masks(db, one))


def _page(
    one: Application,
    form: Any,
    problems: list[Problem] | None = None,
    *,
    unsaved: Said | None = None,
    conflict: str = "",
) -> str:
    """The form as typed; after a `conflict` it keeps its old revision until the person says to have looked (P10)."""
    links = show_problems(form, problems or [])
    return render_template(
        "intake/edit.html",
        one=one,
        form=form,
        parts=parts_of(form),
        completion=cell(form, paper.COMPLETED_ON),
        links=links,
        completing=one.status is CaseStatus.INCOMPLETE,
        unsaved=unsaved,
        conflict=conflict,
        still_open=one.status in OPEN_CASES,
        ahead=None if unsaved else _ahead(one, typed_in(form)),
    )


def _ahead(one: Application, typed: Mapping[str, str]) -> Preview:
    parts = desk()
    with parts.database.reading() as db:
        return applications.preview_change(
            db,
            one,
            typed,
            today=parts.today(),
            practice=parts.practice,
        )


def _complete(one: Application, rules: OfficeRules) -> None:
    parts = desk()
    with parts.database.reading() as db:
        last_day = last_days(db, one)
    entry = applications.read_entry(
        request.form,
        corrected=one,
        last_day=last_day,
        clauses=[clause.id for clause in one.edition.clauses],
        today=parts.today(),
        practice=parts.practice,
        rules=rules,
    )
    with parts.database.transaction() as db:
        applications.complete(
            db,
            one.id,
            entry,
            # Ticking "I have looked" sends the revision that was looked at; a change after that is a conflict again.
            revision=sent_revision("seen", "revision") or 0,
            practice=parts.practice,
            by=staff.member(db, myself().id),
            at=parts.clock(),
        )
