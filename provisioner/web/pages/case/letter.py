"""The letter that tells the customer of the last decision, as an accessible PDF to print or to attach."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, abort

from provisioner import post
from provisioner.applications.tables import Application
from provisioner.cases import UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.status import CaseStatus
from provisioner.letters import Letter, NotPrintable
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.case.standing import LETTERS
from provisioner.web.words.sheets import sheet
from provisioner.web.words.translate import _

blueprint = Blueprint("letter", __name__)


@dataclass(frozen=True)
class LetterLink:
    """The way to the letter that a case owes."""

    text: str
    address: str


def decision_letter(status: CaseStatus, address: str) -> LetterLink | None:
    """The way to the letter that tells of a return or a refusal, None where neither was decided."""
    return LetterLink(str(LETTERS[status]), address) if status in LETTERS else None


@blueprint.get("/applications/<uuid:application_id>/letter.pdf")
@needs(Action.READ)
def show(application_id: UUID) -> Response | tuple[str, int]:
    """The letter; 404 where the case has none, the case with a word about it where it cannot be printed."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            one = find(db, Application, application_id)
        except UnknownCase:
            abort(404)
        told = post.letter(db, one, parts.branding)
    return sent(told, application_id, case_page)


def sent(told: Letter | None, case_id: UUID, page: Callable[[UUID, Trouble], str]) -> Response | tuple[str, int]:
    """A letter of a case as a file to open; its page with a word about it where it cannot be printed, or 404."""
    if told is None:
        abort(404)
    try:
        made = desk().press.pdf(told)
    except NotPrintable:
        text = _("It holds a character that our fonts do not have. Write the letter by hand, or correct the text.")
        return page(case_id, Trouble(_("The letter cannot be printed"), text)), 409
    looks.note_when_sent(case_id, myself().id)
    return sheet(made, told.number)
