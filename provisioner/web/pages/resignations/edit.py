"""Somebody corrects a recorded resignation or completes an incomplete one (R4, R8)."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from provisioner import office, resignations
from provisioner.cases.deadlines import last_days
from provisioner.cases.status import OPEN_CASES
from provisioner.entry.reader import Problem
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import Answer, found, keyed, of_recorded, saved
from provisioner.web.pages.resignations.blueprint import address, blueprint
from provisioner.web.pages.resignations.form import ON_PAPER, resignation_form, sections, values_of
from provisioner.web.words.database import Said
from provisioner.web.words.dates import plain_day


@blueprint.get("/resignations/<uuid:case_id>/edit")
@needs(Action.COMPLETE)
def edit(case_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one, rules = found(db, Resignation, case_id), office.rules(db)
    if one.status not in OPEN_CASES:
        return redirect(address(case_id), 303)
    return _page(one, resignation_form(rules, values_of(one) | {"completed_on": plain_day(desk().today())}))


@blueprint.post("/resignations/<uuid:case_id>/edit")
@needs(Action.COMPLETE)
def complete(case_id: UUID) -> Answer:
    """Save the correction or completion."""
    parts = desk()
    with parts.database.reading() as db:
        one, rules = found(db, Resignation, case_id), office.rules(db)

    def keep(db: Session, by: StaffMember) -> Resignation:
        entry = resignations.read_resignation(
            request.form, today=parts.today(), practice=parts.practice, number=one.account.customer_number,
            rules=rules, last_day=last_days(db, one), corrected=one,
        )  # fmt: skip
        revision = sent_revision("revision") or 0
        return resignations.complete(db, case_id, entry, revision=revision, by=by, at=parts.clock())

    return saved(keep, partial(_page, one, resignation_form(rules)), address)


def _page(one: Resignation, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
    where = url_for("resignations.complete", case_id=one.id)
    return keyed(
        "resignations/form.html", form, problems, where=where,
        **of_recorded(one, address(one.id)), parts=sections(form), on_paper=ON_PAPER, trouble=trouble,
    )  # fmt: skip
