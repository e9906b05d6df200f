"""A clerk scans the code of a form that was filled in at home: the form opens filled, and nothing is saved."""

from flask import Blueprint, request

from provisioner.staff.roles import Action
from provisioner.web.gate.access import needs
from provisioner.web.pages.intake.brought import unread
from provisioner.web.pages.intake.coded import filled
from provisioner.web.pages.intake.edition import printed
from provisioner.web.pages.intake.form import paper_form
from provisioner.web.pages.intake.new import page

blueprint = Blueprint("from_code", __name__)


@blueprint.post("/applications/from-code")
@needs(Action.RECORD)
def fill() -> str | tuple[str, int]:
    """The form with what the code says, to be compared with the paper; only saving checks it, like typing."""
    values, said = filled(request.form, printed(request.form).every)
    edition = printed(values)
    shown = page(paper_form(edition.chosen.clauses, edition.rules, values), edition, code=said, files=unread())
    return (shown, 400) if said.wrong else shown
