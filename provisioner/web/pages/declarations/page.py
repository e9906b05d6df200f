"""One declaration: what it waits for, the clauses it answers, decisions and history."""

from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.history import history
from provisioner.declarations.tables import Declaration
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.head import Seen
from provisioner.web.pages.case.keying import found
from provisioner.web.pages.case.letters import letter_card
from provisioner.web.pages.declarations.blueprint import blueprint
from provisioner.web.pages.declarations.view import DeclarationView, declaration_view


@blueprint.get("/declarations/<uuid:case_id>")
@needs(Action.READ)
def show(case_id: UUID) -> str:
    """The page of the case."""
    return declaration_page(case_id)


def declaration_page(case_id: UUID, trouble: Trouble | None = None) -> str:
    """The case, with what stopped the last decision if something did. Ends with 404 for an unknown one."""
    with desk().database.reading() as db:
        one, view = viewed(db, case_id, trouble)
        letters = letter_card(one, myself(), writes=bool(view.letter))
    looks.note_when_sent(case_id, myself().id)
    return render_template("declarations/page.html", view=view, trouble=view.head.trouble, letters=letters)


def viewed(db: Session, case_id: UUID, trouble: Trouble | None = None) -> tuple[Declaration, DeclarationView]:
    """The case and what whoever is signed in sees of it. Ends with 404 for an unknown one."""
    one, rules = found(db, Declaration, case_id), office.rules(db)
    lines = history(db, [str(one.id), str(one.account_id)])
    seen = Seen(myself(), trouble or Trouble(), rules=rules, calendar=office.calendar(db, rules))
    return one, declaration_view(one, lines, seen)
