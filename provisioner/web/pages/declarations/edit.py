"""Somebody corrects a recorded declaration or completes an incomplete one (R4)."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from provisioner import declarations, office
from provisioner.cases.deadlines import last_days
from provisioner.cases.status import OPEN_CASES
from provisioner.declarations import Asked
from provisioner.declarations.tables import Declaration
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import Answer, found, keyed, of_recorded, saved
from provisioner.web.pages.declarations.blueprint import address, blueprint
from provisioner.web.pages.declarations.form import declaration_form, sections, values_of
from provisioner.web.words.database import Said
from provisioner.web.words.dates import plain_day


@blueprint.get("/declarations/<uuid:case_id>/edit")
@needs(Action.COMPLETE)
def edit(case_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one = found(db, Declaration, case_id)
        if one.status not in OPEN_CASES:
            return redirect(address(case_id), 303)
        asked = declarations.asked_by(db, one)
        values = values_of(one, asked) | {"completed_on": plain_day(desk().today())}
        return _page(one, asked, declaration_form(asked, office.rules(db), values))


@blueprint.post("/declarations/<uuid:case_id>/edit")
@needs(Action.COMPLETE)
def complete(case_id: UUID) -> Answer:
    """Save the correction or completion."""
    parts = desk()
    with parts.database.reading() as db:
        one = found(db, Declaration, case_id)
        asked, rules = declarations.asked_by(db, one), office.rules(db)
        form = declaration_form(asked, rules)

    def keep(db: Session, by: StaffMember) -> Declaration:
        entry = declarations.read_declaration(
            request.form, today=parts.today(), practice=parts.practice, number=one.account.customer_number,
            asked=asked, rules=rules, last_day=last_days(db, one), corrected=one,
        )  # fmt: skip
        revision = sent_revision("revision") or 0
        return declarations.complete(db, case_id, entry, revision=revision, by=by, at=parts.clock())

    return saved(keep, partial(_page, one, asked, form), address)


def _page(
    one: Declaration, asked: Asked, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None
) -> str:
    where = url_for("declarations.complete", case_id=one.id)
    return keyed(
        "declarations/form.html", form, problems, where=where,
        **of_recorded(one, address(one.id)), parts=sections(form, asked), trouble=trouble,
    )  # fmt: skip
