"""Somebody corrects a recorded change of data or completes an incomplete one (R4)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from provisioner import changes, office
from provisioner.cases.deadlines import last_days
from provisioner.cases.status import OPEN_CASES
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import Answer, found, keyed, of_recorded, saved
from provisioner.web.pages.changes.blueprint import address, blueprint
from provisioner.web.pages.changes.form import change_form, sections, values_of
from provisioner.web.words.database import Said
from provisioner.web.words.dates import plain_day


@blueprint.get("/changes/<uuid:change_id>/edit")
@needs(Action.COMPLETE)
def edit(change_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one = found(db, ChangeOfData, change_id)
        if one.status not in OPEN_CASES:
            return redirect(address(change_id), 303)
        form = change_form(office.rules(db), values_of(one) | {"completed_on": plain_day(desk().today())})
        return _page(one, form, changes.present(db, one.account))


@blueprint.post("/changes/<uuid:change_id>/edit")
@needs(Action.COMPLETE)
def complete(change_id: UUID) -> Answer:
    """Save the correction or completion."""
    parts = desk()
    with parts.database.reading() as db:
        one, rules = found(db, ChangeOfData, change_id), office.rules(db)
        now = changes.present(db, one.account)

    def keep(db: Session, by: StaffMember) -> ChangeOfData:
        entry = changes.read_change(
            request.form, today=parts.today(), practice=parts.practice, number=one.account.customer_number, now=now,
            rules=rules, last_day=last_days(db, one), corrected=one,
        )  # fmt: skip
        return changes.complete(db, change_id, entry, revision=sent_revision("revision") or 0, by=by, at=parts.clock())

    return saved(keep, partial(_page, one, change_form(rules), now), address)


def _page(
    one: ChangeOfData,
    form: Any,
    now: Mapping[str, str],
    problems: Sequence[Problem] = (),
    *,
    trouble: Said | None = None,
) -> str:
    where = url_for("changes.complete", change_id=one.id)
    return keyed(
        "changes/form.html", form, problems, where=where,
        **of_recorded(one, address(one.id)), parts=sections(form, now), trouble=trouble,
    )  # fmt: skip
