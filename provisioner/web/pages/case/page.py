"""One case: what it waits for, its data, the calculation of its deadline, decisions and history."""

from uuid import UUID

from flask import Blueprint, render_template

from provisioner.applications.case import case
from provisioner.cases import UnknownCase
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.outages import down
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.erased import erased_page
from provisioner.web.pages.case.forms import Trouble
from provisioner.web.pages.case.view import case_view

blueprint = Blueprint("case", __name__)


@blueprint.get("/applications/<uuid:application_id>")
@needs(Action.READ)
def show(application_id: UUID) -> str:
    """The case page."""
    return case_page(application_id)


def case_page(application_id: UUID, trouble: Trouble | None = None) -> str:
    """The case, with what stopped the last decision if something did. Ends with 404 for an unknown case."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            found = case(db, application_id, today=parts.today())
        except UnknownCase:
            return erased_page(db, application_id)
        held = bool(down(db))
        view = case_view(found, myself(), trouble or Trouble(), held=held)
    looks.note_when_sent(application_id, myself().id)
    return render_template("case/page.html", case=view, trouble=view.trouble)
