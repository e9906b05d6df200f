"""The letter that a request to erase owes the person, as an accessible PDF."""

from uuid import UUID

from flask import Response

from provisioner import post
from provisioner.erasures.tables import ErasureRequest
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import found
from provisioner.web.pages.case.letter import sent
from provisioner.web.pages.erasures.blueprint import blueprint
from provisioner.web.pages.erasures.page import request_page


@blueprint.get("/erasures/<uuid:request_id>/letter.pdf")
@needs(Action.READ)
def write(request_id: UUID) -> Response | tuple[str, int]:
    """The letter; 404 where the case owes none."""
    parts = desk()
    with parts.database.reading() as db:
        one = found(db, ErasureRequest, request_id)
        told = post.letter(db, one, parts.branding)
    return sent(told, request_id, request_page)
