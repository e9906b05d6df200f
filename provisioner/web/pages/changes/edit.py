"""Somebody corrects a recorded change of data or completes an incomplete one (R4)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session, joinedload

from provisioner import changes
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import Answer, heading_of, saved
from provisioner.web.pages.changes.blueprint import address, blueprint
from provisioner.web.pages.changes.form import change_form, sections, values_of
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said
from provisioner.web.words.dates import plain_day


@blueprint.get("/changes/<uuid:change_id>/edit")
@needs(Action.COMPLETE)
def edit(change_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one = found(db, change_id)
        if one.status not in OPEN_CASES:
            return redirect(address(change_id), 303)
        form = change_form(values_of(one) | {"completed_on": plain_day(desk().today())})
        return _page(one, form, changes.present(db, one.account))


@blueprint.post("/changes/<uuid:change_id>/edit")
@needs(Action.COMPLETE)
def complete(change_id: UUID) -> Answer:
    """Save the correction or completion."""
    parts, form = desk(), change_form()
    with parts.database.reading() as db:
        one = found(db, change_id)
        now = changes.present(db, one.account)

    def keep(db: Session, by: StaffMember) -> ChangeOfData:
        entry = changes.read_change(
            request.form, today=parts.today(), practice=parts.practice, number=one.account.customer_number, now=now,
            completing=one.status is CaseStatus.INCOMPLETE,
        )  # fmt: skip
        return changes.complete(db, change_id, entry, revision=sent_revision("revision") or 0, by=by, at=parts.clock())

    return saved(keep, partial(_page, one, form, now), address)


def found(db: Session, change_id: UUID) -> ChangeOfData:
    """The change of data. Ends with 404 where there is none."""
    wanted = sa.select(ChangeOfData).where(ChangeOfData.id == change_id).options(joinedload(ChangeOfData.editors))
    return db.scalars(wanted).unique().one_or_none() or abort(404)


def _page(
    one: ChangeOfData,
    form: Any,
    now: Mapping[str, str],
    problems: Sequence[Problem] = (),
    *,
    trouble: Said | None = None,
) -> str:
    return render_template(
        "changes/form.html",
        heading=heading_of(one),
        where=url_for("changes.complete", change_id=one.id),
        back=address(one.id),
        back_text=f"{one.number}, {one.display_name}",
        form=form,
        links=show_problems(form, problems),
        parts=sections(form, now),
        completing=one.status is CaseStatus.INCOMPLETE,
        missing=one.missing,
        trouble=trouble,
    )
