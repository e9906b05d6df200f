"""A resignation as one lasting PDF for the archive."""

from uuid import UUID

from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.whole import Answer, bound, facts, whole
from provisioner.web.pages.resignations.blueprint import blueprint
from provisioner.web.pages.resignations.page import resignation_page, viewed
from provisioner.web.words.translate import _


@blueprint.get("/resignations/<uuid:case_id>/case.pdf")
@needs(Action.READ)
def archive(case_id: UUID) -> Answer:
    """All that is known of the case; who took it along is noted as a look."""
    with desk().database.reading() as db:
        one, view = viewed(db, case_id)
        paper = [facts(_("Application to end the account"), view.facts)]
        told = whole(db, one, paper, view.head.lines)
    return bound(told, resignation_page)
