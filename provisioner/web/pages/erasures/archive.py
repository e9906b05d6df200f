"""A request to erase as one lasting PDF for the archive."""

from uuid import UUID

from provisioner.letters import Table
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.whole import Answer, bound, facts, whole
from provisioner.web.pages.erasures.blueprint import blueprint
from provisioner.web.pages.erasures.page import request_page, viewed
from provisioner.web.words.translate import _


@blueprint.get("/erasures/<uuid:request_id>/case.pdf")
@needs(Action.READ)
def archive(request_id: UUID) -> Answer:
    """All that is known of the case; who took it along is noted as a look."""
    with desk().database.reading() as db:
        one, view = viewed(db, request_id)
        rows = [(row.number, row.what, row.fate) for row in view.table.rows]
        headings = _("Number"), _("What"), _("What becomes of it")
        persons = Table(_("What there is of this person"), headings, rows, words=True)
        paper = [persons, facts(_("Request to erase data"), view.facts)]
        told = whole(db, one, paper, view.head.lines)
    return bound(told, request_page)
