"""One change of data: what it waits for, old and new values, decisions and history."""

from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from provisioner import changes, office
from provisioner.cases.history import history
from provisioner.cases.status import CaseStatus
from provisioner.changes.tables import ChangeOfData
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.head import Seen
from provisioner.web.pages.case.keying import found
from provisioner.web.pages.case.letters import letter_card
from provisioner.web.pages.changes.blueprint import blueprint
from provisioner.web.pages.changes.view import ChangeView, change_view


@blueprint.get("/changes/<uuid:change_id>")
@needs(Action.READ)
def show(change_id: UUID) -> str:
    """The page of the case."""
    return change_page(change_id)


def change_page(change_id: UUID, trouble: Trouble | None = None) -> str:
    """The case, with what stopped the last decision if something did. Ends with 404 for an unknown one."""
    with desk().database.reading() as db:
        one, view = viewed(db, change_id, trouble)
        letters = letter_card(one, myself(), writes=bool(view.letter))
    looks.note_when_sent(change_id, myself().id)
    return render_template("changes/page.html", view=view, trouble=view.head.trouble, letters=letters)


def viewed(db: Session, change_id: UUID, trouble: Trouble | None = None) -> tuple[ChangeOfData, ChangeView]:
    """The case and what whoever is signed in sees of it. Ends with 404 for an unknown one."""
    one, rules = found(db, ChangeOfData, change_id), office.rules(db)
    now = changes.present(db, one.account) if one.status is not CaseStatus.APPROVED else {}
    lines = history(db, [str(one.id), str(one.account_id)])
    seen = Seen(myself(), trouble or Trouble(), rules=rules, calendar=office.calendar(db, rules))
    return one, change_view(one, now, lines, seen)
