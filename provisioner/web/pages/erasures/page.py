"""One request to erase: until when, what there is of the person, decisions and history."""

from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.history import history
from provisioner.cases.status import CaseStatus
from provisioner.erasures.parts import answered, parts
from provisioner.erasures.tables import ErasureRequest
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.head import Seen
from provisioner.web.pages.case.keying import found
from provisioner.web.pages.case.letters import letter_card
from provisioner.web.pages.erasures.blueprint import blueprint
from provisioner.web.pages.erasures.rows import decided_rows, present_rows
from provisioner.web.pages.erasures.view import RequestView, request_view


@blueprint.get("/erasures/<uuid:request_id>")
@needs(Action.READ)
def show(request_id: UUID) -> str:
    """The page of the case."""
    return request_page(request_id)


def request_page(request_id: UUID, trouble: Trouble | None = None) -> str:
    """The case, with what stopped the last decision if something did. Ends with 404 for an unknown one."""
    with desk().database.reading() as db:
        one, view = viewed(db, request_id, trouble)
        letters = letter_card(one, myself(), writes=bool(view.letter))
    looks.note_when_sent(request_id, myself().id)
    return render_template("erasures/page.html", view=view, trouble=view.head.trouble, letters=letters)


def viewed(db: Session, request_id: UUID, trouble: Trouble | None = None) -> tuple[ErasureRequest, RequestView]:
    """The case and what whoever is signed in sees of it. Ends with 404 for an unknown one."""
    one, rules = found(db, ErasureRequest, request_id), office.rules(db)
    if one.status is CaseStatus.APPROVED:
        table = decided_rows(answered(db, one))
    else:
        table = present_rows(parts(db, one), myself())
    seen = Seen(myself(), trouble or Trouble(), rules=rules, calendar=office.calendar(db, rules))
    return one, request_view(one, table, history(db, [str(one.id)]), seen)
