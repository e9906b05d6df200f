"""A clerk keys in a paper application; later somebody corrects or completes it (R1–R4)."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import applications, drafts, staff
from provisioner.applications import Preview
from provisioner.applications.tables import Application
from provisioner.cases import FormWithdrawn, OtherContent
from provisioner.cases.deadlines import last_days
from provisioner.cases.record import recorded_on
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.scans.rules import Refused
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.intake.batch import begin, kept_in, kept_of
from provisioner.web.pages.intake.brought import NOTHING, FilesSaid, handed_over, scans_brought, unread
from provisioner.web.pages.intake.coded import CODE, CodeSaid, mark
from provisioner.web.pages.intake.drafts import restored, seen_or_told
from provisioner.web.pages.intake.edition import Printed, printed
from provisioner.web.pages.intake.form import OVER, answer_all, empty, paper_form, parts_of, show_problems, typed_in
from provisioner.web.pages.intake.hints import take
from provisioner.web.pages.intake.saved import Saved, told
from provisioner.web.pages.scans.sent import too_many
from provisioner.web.pages.scans.view import FILES
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.translate import _

blueprint = Blueprint("intake", __name__)


SHOWN_AGAIN = frozenset({"preview", "all_yes", "take", "clauses"})
"""Buttons that show the form again, with nothing saved."""


@blueprint.get("/applications/new")
@needs(Action.RECORD)
def new() -> str:
    """The empty form, with what a batch has in common where one goes on, or the draft that the address names."""
    values = empty() | kept_in(request.args)
    if draft := request.args.get("draft"):
        with desk().database.reading() as db:
            values |= restored(db, myself().id, draft)
    edition = printed(values)
    return page(paper_form(edition.chosen.clauses, edition.rules, values), edition)


@blueprint.post("/applications/new")
@needs(Action.RECORD)
def save() -> Response | str | tuple[str, int]:
    """Look ahead, or save and go on to the case or to the next form."""
    edition = printed(request.form)
    form = paper_form(edition.chosen.clauses, edition.rules)
    if "all_yes" in request.form:
        answer_all(form, edition.chosen.clauses)
    if "take" in request.form:
        take(form, request.form["take"], _ahead(request.form))
    if SHOWN_AGAIN & set(request.form):
        return page(form, edition, files=unread())
    if (files := unread()).wrong:
        return page(form, edition, files=files), 400
    try:
        saved = _record(edition)
    except EntryProblems as error:
        return page(form, edition, error.problems), 400
    except Refused:
        return page(form, edition, files=FilesSaid(str(too_many(edition.rules)))), 400
    except drafts.ChangedElsewhere as newer:
        form[OVER].data = newer.at.isoformat()
        return page(form, edition, elsewhere=True), 409
    except OtherContent as earlier:
        return _made_before(form, edition, earlier), 409
    except OperationalError as silent:
        note_silence(silent)
        return page(form, edition, unsaved=not_saved(silent)), 503
    where, undo = url_for("case.show", application_id=saved.id), url_for("undo.undo", application_id=saved.id)
    if "next" in request.form:
        tell(told(saved), where, _("Open the case"), undo=undo)
        return redirect(url_for("intake.new", **saved.header), 303)
    tell(told(saved), undo=undo)
    return redirect(where, 303)


def _made_before(form: Any, edition: Printed, earlier: OtherContent) -> str:
    withdrawn = isinstance(earlier, FormWithdrawn)
    if withdrawn:
        form.form_key.data = str(uuid4())  # The old one belongs to the withdrawn case for ever.
    return page(form, edition, earlier=Saved(earlier.case_id, earlier.number, withdrawn=withdrawn))


@blueprint.post("/applications/preview")
@needs(Action.RECORD)
def look_ahead() -> str:
    """The rail alone, for the page's script."""
    return render_template("intake/rail.html", ahead=_ahead(request.form))


def page(
    form: Any,
    edition: Printed,
    problems: list[Problem] | None = None,
    *,
    unsaved: Said | None = None,
    earlier: Saved | None = None,
    elsewhere: bool = False,
    code: CodeSaid | None = None,
    files: FilesSaid = NOTHING,
) -> str:
    """The intake page with whatever is typed, whatever is wrong with it, what the same form made `earlier`, whether
    it went on `elsewhere`, and what is to be said about a `code` and about `files`.
    """
    links = show_problems(form, problems or [])  # Before the parts: it decides which questions they show.
    if code and code.wrong:
        links = [(CODE, code.text)]
    if files.wrong:
        links = [(FILES, files.wrong), *links]
    if not (links or earlier or elsewhere):
        begin(form)
    mark(form)
    ahead, today = (None, None) if unsaved else _around(typed_in(form))
    return render_template(
        "intake/new.html",
        form=form,
        today=today,
        parts=parts_of(form),
        edition=edition,
        links=links,
        ahead=ahead,
        unsaved=unsaved,
        earlier=earlier,
        elsewhere=elsewhere,
        code=code,
        files=files,
        scans=None if unsaved else scans_brought(form.form_key.data),
    )


def typed_entry(edition: Printed) -> applications.Entry:
    """What was typed, checked. Raises EntryProblems."""
    parts = desk()
    with parts.database.reading() as db:
        last_day = last_days(db, Application())
    return applications.read_entry(
        request.form,
        clauses=[clause.id for clause in edition.chosen.clauses],
        today=parts.today(),
        practice=parts.practice,
        last_day=last_day,
        rules=edition.rules,
    )


def _record(edition: Printed) -> Saved:
    parts = desk()
    entry, form_key = typed_entry(edition), sent_form_key()
    with parts.database.transaction() as db:
        drafts.clear(db, form_key, by=myself().id, seen=seen_or_told)
        application: Application = applications.record(
            db,
            entry,
            edition=edition.chosen,
            practice=parts.practice,
            form_key=form_key,
            by=staff.member(db, myself().id),
            at=parts.clock(),
        )
        scans = handed_over(db, application.id, form_key)
        same = len(applications.alike(db, application).cases)
        return Saved(application.id, application.number, same, scans, header=kept_of(application, edition.every[0]))


def _around(typed: Mapping[str, str]) -> tuple[Preview, int]:
    """What follows from the form, and how many papers the person has recorded today."""
    parts = desk()
    with parts.database.reading() as db:
        return _preview(db, typed), recorded_on(db, parts.today(), by=myself().id)


def _ahead(typed: Mapping[str, str]) -> Preview:
    with desk().database.reading() as db:
        return _preview(db, typed)


def _preview(db: Session, typed: Mapping[str, str]) -> Preview:
    parts = desk()
    return applications.preview(db, typed, today=parts.today(), practice=parts.practice)
