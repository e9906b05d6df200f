"""The letter about a change of data, as an accessible PDF."""

from uuid import UUID

from flask import Response

from provisioner import post
from provisioner.changes.tables import ChangeOfData
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import found
from provisioner.web.pages.case.letter import sent
from provisioner.web.pages.changes.blueprint import blueprint
from provisioner.web.pages.changes.page import change_page


@blueprint.get("/changes/<uuid:change_id>/letter.pdf")
@needs(Action.READ)
def write(change_id: UUID) -> Response | tuple[str, int]:
    """The letter; 404 where the case has none."""
    parts = desk()
    with parts.database.reading() as db:
        one = found(db, ChangeOfData, change_id)
        told = post.letter(db, one, parts.branding)
    return sent(told, change_id, change_page)
