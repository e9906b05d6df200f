"""Somebody corrects a recorded request to erase or completes an incomplete one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, joinedload

from provisioner import erasures, staff
from provisioner.cases import FasterColleague
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.entry.reader import Problem
from provisioner.erasures.tables import ErasureRequest
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.erasures.blueprint import blueprint
from provisioner.web.pages.erasures.form import request_form, sections, values_of
from provisioner.web.pages.erasures.record import Answer
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.dates import moment, plain_day
from provisioner.web.words.sentences import changed
from provisioner.web.words.translate import _


@blueprint.get("/erasures/<uuid:request_id>/edit")
@needs(Action.COMPLETE)
def edit(request_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one = found(db, request_id)
    if one.status not in OPEN_CASES:
        return redirect(url_for("erasures.show", request_id=request_id), 303)
    return _page(one, request_form(values_of(one) | {"completed_on": plain_day(desk().today())}))


@blueprint.post("/erasures/<uuid:request_id>/edit")
@needs(Action.COMPLETE)
def complete(request_id: UUID) -> Answer:
    """Save the correction or completion."""
    parts, form = desk(), request_form()
    with parts.database.reading() as db:
        one = found(db, request_id)
    completing = one.status is CaseStatus.INCOMPLETE
    try:
        entry = erasures.read_request(
            request.form, today=parts.today(), practice=parts.practice, completing=completing
        )  # fmt: skip
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            erasures.complete(db, request_id, entry, revision=sent_revision("revision") or 0, by=by, at=parts.clock())
    except erasures.RequestProblems as error:
        return _page(one, form, error.problems), 400
    except FasterColleague as error:
        when = moment(error.at) if error.at else ""
        said = _("Nothing is saved: the case has changed meanwhile"), changed(error.status, error.who, when)
        return _page(one, form, trouble=said), 409
    except OperationalError as silent:
        note_silence(silent)
        return _page(one, form, trouble=not_saved(silent)), 503
    tell(_("Saved %(number)s.", number=one.number))
    return redirect(url_for("erasures.show", request_id=request_id), 303)


def found(db: Session, request_id: UUID) -> ErasureRequest:
    """The request. Ends with 404 where there is none."""
    wanted = sa.select(ErasureRequest).where(ErasureRequest.id == request_id)
    return db.scalars(wanted.options(joinedload(ErasureRequest.editors))).unique().one_or_none() or abort(404)


def _page(one: ErasureRequest, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
    completing = one.status is CaseStatus.INCOMPLETE
    heading = _("Complete %(number)s", number=one.number) if completing else _("Correct %(number)s", number=one.number)
    return render_template(
        "erasures/form.html",
        heading=heading,
        where=url_for("erasures.complete", request_id=one.id),
        back=url_for("erasures.show", request_id=one.id),
        back_text=f"{one.number}, {one.display_name}",
        form=form,
        links=show_problems(form, problems),
        parts=sections(form),
        completing=completing,
        missing=one.missing,
        trouble=trouble,
    )
