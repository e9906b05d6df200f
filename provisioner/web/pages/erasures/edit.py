"""Somebody corrects a recorded request to erase or completes an incomplete one."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from provisioner import erasures
from provisioner.cases.deadlines import last_days
from provisioner.cases.status import OPEN_CASES
from provisioner.entry.reader import Problem
from provisioner.erasures.tables import ErasureRequest
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import Answer, found, keyed, of_recorded, saved
from provisioner.web.pages.erasures.blueprint import address, blueprint
from provisioner.web.pages.erasures.form import request_form, sections, values_of
from provisioner.web.words.database import Said
from provisioner.web.words.dates import plain_day


@blueprint.get("/erasures/<uuid:request_id>/edit")
@needs(Action.COMPLETE)
def edit(request_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one = found(db, ErasureRequest, request_id)
    if one.status not in OPEN_CASES:
        return redirect(address(request_id), 303)
    return _page(one, request_form(values_of(one) | {"completed_on": plain_day(desk().today())}))


@blueprint.post("/erasures/<uuid:request_id>/edit")
@needs(Action.COMPLETE)
def complete(request_id: UUID) -> Answer:
    """Save the correction or completion."""
    parts = desk()
    with parts.database.reading() as db:
        one = found(db, ErasureRequest, request_id)

    def keep(db: Session, by: StaffMember) -> ErasureRequest:
        entry = erasures.read_request(
            request.form, today=parts.today(), practice=parts.practice, last_day=last_days(db, one), corrected=one
        )  # fmt: skip
        revision = sent_revision("revision") or 0
        return erasures.complete(db, request_id, entry, revision=revision, by=by, at=parts.clock())

    return saved(keep, partial(_page, one, request_form()), address)


def _page(one: ErasureRequest, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
    where = url_for("erasures.complete", request_id=one.id)
    return keyed(
        "erasures/form.html", form, problems, where=where,
        **of_recorded(one, address(one.id)), parts=sections(form), trouble=trouble,
    )  # fmt: skip
