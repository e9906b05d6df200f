"""A case on paper: the whole of it as one lasting PDF for the archive, and the label of its binder."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, abort

from provisioner.applications.case import Case, case
from provisioner.cases import UnknownCase
from provisioner.letters import Label, NotPrintable, Report, Table
from provisioner.mail.language import Language
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision_form import Trouble
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.case.view import CaseView, Happened, case_view
from provisioner.web.words.dates import long_day
from provisioner.web.words.language import language
from provisioner.web.words.sheets import sheet
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

blueprint = Blueprint("archive", __name__)
Answer = Response | tuple[str, int]


@blueprint.get("/applications/<uuid:application_id>/case.pdf")
@needs(Action.READ)
def whole(application_id: UUID) -> Answer:
    """Everything the case page says, the history from its beginning; who took it along is noted as a look."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            view = case_view(case(db, application_id, today=parts.today()), myself(), Trouble(), held=False)
        except UnknownCase:
            abort(404)
    title = _("Case %(number)s: %(customer)s", number=view.number, customer=view.customer)
    try:
        made = parts.press.report(Report(Language(language()), parts.today(), title, list(_parts(view))))
    except NotPrintable:
        return _not_printable(application_id)
    looks.note_when_sent(application_id, myself().id)
    return sheet(made, view.number)


@blueprint.get("/applications/<uuid:application_id>/label.pdf")
@needs(Action.READ)
def label(application_id: UUID) -> Answer:
    """The label: number, customer and day of receipt, and the number as a code that opens the case by the search."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            told = _label(case(db, application_id, today=parts.today()))
        except UnknownCase:
            abort(404)
    try:
        made = parts.press.label(told)
    except NotPrintable:
        return _not_printable(application_id)
    looks.note_when_sent(application_id, myself().id)
    return sheet(made, f"{told.number}-label")


def _parts(view: CaseView) -> Iterator[str | Table]:
    yield _("State: %(what)s", what=word(view.state))
    facts = [(one.term, one.text) for one in view.facts]
    yield Table(_("Application"), (_("Field"), _("Content")), facts, words=True)
    said = [(one.number, one.answer, one.text) for one in view.answers]
    title = _("Clauses, form %(code)s", code=view.form_code)
    yield Table(title, (_("No."), _("Answer"), _("Text")), said, words=True)
    happened = [(one.when, one.who, _told(one)) for one in reversed(view.history)]
    yield Table(_("History"), (_("When"), _("Who"), _("What happened")), happened, words=True)


def _told(one: Happened) -> str:
    changes = [f"{each.field}: {each.before} → {each.after}" for each in one.changes]
    return "; ".join((one.what, *changes))


def _label(found: Case) -> Label:
    one = found.application
    lines = _("customer number %(number)s", number=one.customer_number), long_day(one.received_on)
    spoken = _("The case number as a code for a scanner")
    return Label(Language(language()), one.number, one.display_name, lines, one.received_on, spoken)


def _not_printable(application_id: UUID) -> tuple[str, int]:
    text = _("It holds a character that our fonts do not have. Correct the text, or print the page itself.")
    return case_page(application_id, Trouble(_("This cannot be printed"), text)), 409
