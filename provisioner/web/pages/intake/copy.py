"""The customer's copy: printed from the form before it says that it was handed over, and from the case later (R3)."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import Blueprint, Response, abort, request

from provisioner.applications import paper
from provisioner.applications.case import application_with_form
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.cases import UnknownCase
from provisioner.cases.sealed.keeping import masks
from provisioner.entry.field import Control, Field
from provisioner.entry.masks import is_mask, masked
from provisioner.entry.texts import joined, visible
from provisioner.forms.tables import FormEdition
from provisioner.letters import Report
from provisioner.mail.language import Language
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.paper import Said
from provisioner.web.pages.case.whole import clauses, facts, pressed
from provisioner.web.pages.intake.controls import YES_NO
from provisioner.web.pages.intake.drafts import in_full
from provisioner.web.pages.intake.edition import printed
from provisioner.web.pages.intake.form import values_of
from provisioner.web.words.language import language
from provisioner.web.words.paper.fields import WORDS
from provisioner.web.words.sheets import sheet
from provisioner.web.words.terms import clause_text, word
from provisioner.web.words.translate import _

blueprint = Blueprint("copy", __name__)

COPIED = (paper.Part.FILING, *paper.BY_CUSTOMER)
"""The parts that the customer has on the copy; beside them the clauses, and nothing that is the office's own."""
LONGEST = 500
"""More than any field of these parts takes; what is typed is not checked before it is printed."""
Typed = Mapping[str, str]


@blueprint.post("/applications/copy.pdf")
@needs(Action.RECORD)
def typed() -> Response:
    """The copy of a form as far as it is typed; nothing of it is kept, checked or noted."""
    return _sheet(request.form, printed(request.form).chosen)


@blueprint.post("/applications/<uuid:application_id>/copy.pdf")
@needs(Action.COMPLETE)
def corrected(application_id: UUID) -> Response:
    """The copy of a recorded application as it is being corrected or completed."""
    return _sheet(request.form, _recorded(application_id)[0].edition)


@blueprint.get("/applications/<uuid:application_id>/copy.pdf")
@needs(Action.READ)
def saved(application_id: UUID) -> Response:
    """The copy of a recorded application; who took it along is noted as a look."""
    one, hidden = _recorded(application_id)
    looks.note_when_sent(application_id, myself().id)
    return _sheet({**values_of(one), **hidden}, one.edition, one.number)


def _recorded(application_id: UUID) -> tuple[Application, Typed]:
    with desk().database.reading() as db:
        try:
            one = application_with_form(db, application_id)
        except UnknownCase:
            abort(404)
        return one, masks(db, one)


def _sheet(form: Typed, edition: FormEdition, number: str = "") -> Response:
    values = {name: joined(visible(text[:LONGEST])) for name, text in form.items()}
    title = _("Copy of the application %(number)s", number=number) if number else _("Copy of the application")
    lead = _("The office keeps the original.")
    if not number:
        lead += " " + _("The application gets its number when it is saved.")
    said = [facts(_("Application"), _facts(values)), clauses(edition.code, _answers(values, edition))]
    report = Report(Language(language()), desk().today(), title, [lead, *said])
    return sheet(pressed(report), f"{number}-copy" if number else "copy")


def _facts(values: Typed) -> Iterator[tuple[str, str]]:
    """What is filled in, in the order of the paper; an answer that hangs on another one stands with that one only."""
    full = {**values, **in_full(values)}
    for field in (field for part in paper.PAPER if part.part in COPIED for row in part.rows for field in row):
        given = field.asked
        if given and full.get(given.field.name) not in given.answers:
            continue
        if text := _shown(field, full.get(field.name, "")):
            yield str(WORDS[field].label), text


def _shown(field: Field[object], text: str) -> str:
    if field.sealed:
        return text if is_mask(text) else masked(text)
    if field.control is Control.CHOICE:
        return next((word(one) for one in field.choices if one.value == text), "")
    return text


def _answers(values: Typed, edition: FormEdition) -> Iterator[Said]:
    """The clauses as they are answered so far, the Regulamin last; what has no answer yet has a dash."""
    for clause in edition.clauses:
        answer = next((one for one in Answer if one.value == values.get(f"{paper.CLAUSE}{clause.id}")), None)
        yield _said(f"{clause.number}.", clause_text(clause), answer)
    signed = dict(YES_NO).get(values.get(paper.REGULAMIN_SIGNED.name, ""))
    yield _said("§", _("Signed: %(what)s", what=edition.regulamin_version), signed)


def _said(number: str, text: str, answer: Answer | None) -> Said:
    return Said(number, text, word(answer) if answer else "–", answer is Answer.ACCEPTED)
