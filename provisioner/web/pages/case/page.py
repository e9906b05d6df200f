"""One case: what it waits for, its data, the calculation of its deadline, decisions and history."""

from collections.abc import Callable, Mapping
from uuid import UUID

import sqlalchemy as sa
from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner.applications.case import case
from provisioner.cases import UnknownCase
from provisioner.cases.tables import Case
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.around import held
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.erased import erased_page
from provisioner.web.pages.case.letters import letter_card
from provisioner.web.pages.case.view import case_view

blueprint = Blueprint("case", __name__)
NOTHING: Mapping[str, str] = {}
ELSEWHERE: Mapping[str, Callable[[UUID], str]] = {
    "change_data": lambda case_id: url_for("changes.show", change_id=case_id),
    "declare": lambda case_id: url_for("declarations.show", case_id=case_id),
    "erase_data": lambda case_id: url_for("erasures.show", request_id=case_id),
    "resign": lambda case_id: url_for("resignations.show", case_id=case_id),
}
"""Purposes with a page of their own, and its address."""


@blueprint.get("/applications/<uuid:application_id>")
@needs(Action.READ)
def show(application_id: UUID) -> str:
    """The case page; a case that asks for something else has a page of its own, to which this leads."""
    return case_page(application_id)


def case_page(application_id: UUID, trouble: Trouble | None = None, *, revealed: Mapping[str, str] = NOTHING) -> str:
    """The case, with what stopped the last decision if something did, and sealed answers `revealed` by their fields.

    Ends with 404 for an unknown case.
    """
    parts = desk()
    with parts.database.reading() as db:
        try:
            found = case(db, application_id, today=parts.today())
        except UnknownCase:
            if other := _elsewhere(db, application_id):
                abort(other)
            return erased_page(db, application_id)
        waits = held(db)
        view = case_view(found, myself(), trouble or Trouble(), held=waits, revealed=revealed)
        lead = view.text or view.account
        letters = letter_card(found.application, myself(), writes=lead is not None and bool(lead.letter))
    looks.note_when_sent(application_id, myself().id)
    return render_template("case/page.html", case=view, trouble=view.trouble, letters=letters)


def _elsewhere(db: Session, case_id: UUID) -> Response | None:
    """The way to the page of a case that asks for no account, if there is such a case, with what was searched for."""
    known = Case.__table__.c
    found = ELSEWHERE.get(db.scalar(sa.select(known.purpose).where(known.id == case_id)) or "")
    if not found:
        return None
    asked = request.query_string.decode("ascii", "ignore")
    return redirect(f"{found(case_id)}?{asked}" if asked else found(case_id), 303)
