"""A clerk keys in a request to erase, from the page of one of the person's cases or with nothing known yet."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from provisioner import erasures
from provisioner.applications.tables import Application
from provisioner.cases.deadlines import last_days
from provisioner.entry.reader import Problem
from provisioner.erasures.tables import ErasureRequest
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.keying import Answer, keyed, saved
from provisioner.web.pages.erasures.blueprint import address, blueprint
from provisioner.web.pages.erasures.form import empty, known_of, request_form, sections
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _


@blueprint.get("/erasures/new")
@needs(Action.RECORD)
def new() -> str:
    """The form; with the case of somebody in the address it holds what is known of them."""
    with desk().database.reading() as db:
        case_id = _case(request.args.get("case", ""))
        found = db.get(Application, case_id) if case_id else None
        form = request_form(empty() | (known_of(found) if found else {}))
        return _page(form, about=found.id if found else None)


@blueprint.post("/erasures/new")
@needs(Action.RECORD)
def save() -> Answer:
    """Save it and go on to its page."""
    parts = desk()

    def record(db: Session, by: StaffMember) -> ErasureRequest:
        entry = erasures.read_request(
            request.form, today=parts.today(), practice=parts.practice, last_day=last_days(db, ErasureRequest())
        )
        return erasures.record(db, entry, form_key=sent_form_key(), by=by, at=parts.clock())

    return saved(record, partial(_page, request_form()), address)


def _case(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(
    form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None, about: UUID | None = None
) -> str:
    return keyed(
        "erasures/form.html",
        form,
        problems,
        heading=_("Request to erase data"),
        where=url_for("erasures.save"),
        back=url_for("queue.index"),
        back_text=_("Queue"),
        about=about,
        parts=sections(form),
        trouble=trouble,
    )
