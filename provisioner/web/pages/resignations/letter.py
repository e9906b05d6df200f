"""The letter about what is missing, or the confirmation of the end, as an accessible PDF."""

from uuid import UUID

from flask import Response

from provisioner import post
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import found
from provisioner.web.pages.case.letter import sent
from provisioner.web.pages.resignations.blueprint import blueprint
from provisioner.web.pages.resignations.page import resignation_page


@blueprint.get("/resignations/<uuid:case_id>/letter.pdf")
@needs(Action.READ)
def write(case_id: UUID) -> Response | tuple[str, int]:
    """The letter; 404 where the case owes none."""
    parts = desk()
    with parts.database.reading() as db:
        one = found(db, Resignation, case_id)
        told = post.letter(db, one, parts.branding)
    return sent(told, case_id, resignation_page)
