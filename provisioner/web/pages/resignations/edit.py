"""Somebody corrects a recorded resignation or completes an incomplete one (R4, R8)."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session, joinedload

from provisioner import office, resignations
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.entry.reader import Problem
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import Answer, heading_of, saved
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.pages.resignations.blueprint import address, blueprint
from provisioner.web.pages.resignations.form import ON_PAPER, resignation_form, sections, values_of
from provisioner.web.words.database import Said
from provisioner.web.words.dates import plain_day


@blueprint.get("/resignations/<uuid:case_id>/edit")
@needs(Action.COMPLETE)
def edit(case_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one, rules = found(db, case_id), office.rules(db)
    if one.status not in OPEN_CASES:
        return redirect(address(case_id), 303)
    return _page(one, resignation_form(rules, values_of(one) | {"completed_on": plain_day(desk().today())}))


@blueprint.post("/resignations/<uuid:case_id>/edit")
@needs(Action.COMPLETE)
def complete(case_id: UUID) -> Answer:
    """Save the correction or completion."""
    parts = desk()
    with parts.database.reading() as db:
        one, rules = found(db, case_id), office.rules(db)

    def keep(db: Session, by: StaffMember) -> Resignation:
        entry = resignations.read_resignation(
            request.form, today=parts.today(), practice=parts.practice, number=one.account.customer_number,
            rules=rules, completing=one.status is CaseStatus.INCOMPLETE,
        )  # fmt: skip
        revision = sent_revision("revision") or 0
        return resignations.complete(db, case_id, entry, revision=revision, by=by, at=parts.clock())

    return saved(keep, partial(_page, one, resignation_form(rules)), address)


def found(db: Session, case_id: UUID) -> Resignation:
    """The resignation. Ends with 404 where there is none."""
    wanted = sa.select(Resignation).where(Resignation.id == case_id).options(joinedload(Resignation.editors))
    return db.scalars(wanted).unique().one_or_none() or abort(404)


def _page(one: Resignation, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
    return render_template(
        "resignations/form.html",
        heading=heading_of(one),
        where=url_for("resignations.complete", case_id=one.id),
        back=address(one.id),
        back_text=f"{one.number}, {one.display_name}",
        form=form,
        links=show_problems(form, problems),
        parts=sections(form),
        on_paper=ON_PAPER,
        completing=one.status is CaseStatus.INCOMPLETE,
        missing=one.missing,
        trouble=trouble,
    )
