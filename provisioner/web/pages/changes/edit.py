"""Somebody corrects a recorded change of data or completes an incomplete one (R4)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, joinedload

from provisioner import changes, staff
from provisioner.cases import FasterColleague
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.changes.blueprint import blueprint
from provisioner.web.pages.changes.form import change_form, sections, values_of
from provisioner.web.pages.changes.record import Answer
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.dates import moment, plain_day
from provisioner.web.words.sentences import changed
from provisioner.web.words.translate import _


@blueprint.get("/changes/<uuid:change_id>/edit")
@needs(Action.COMPLETE)
def edit(change_id: UUID) -> Answer:
    """The form filled with what is recorded."""
    with desk().database.reading() as db:
        one = found(db, change_id)
        if one.status not in OPEN_CASES:
            return redirect(url_for("changes.show", change_id=change_id), 303)
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
    try:
        entry = changes.read_change(
            request.form, today=parts.today(), practice=parts.practice, number=one.account.customer_number, now=now,
            completing=one.status is CaseStatus.INCOMPLETE,
        )  # fmt: skip
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            changes.complete(db, change_id, entry, revision=sent_revision("revision") or 0, by=by, at=parts.clock())
    except changes.ChangeProblems as error:
        return _page(one, form, now, error.problems), 400
    except FasterColleague as error:
        when = moment(error.at) if error.at else ""
        said = _("Nothing is saved: the case has changed meanwhile"), changed(error.status, error.who, when)
        return _page(one, form, now, trouble=said), 409
    except OperationalError as silent:
        note_silence(silent)
        return _page(one, form, now, trouble=not_saved(silent)), 503
    tell(_("Saved %(number)s.", number=one.number))
    return redirect(url_for("changes.show", change_id=change_id), 303)


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
    completing = one.status is CaseStatus.INCOMPLETE
    heading = _("Complete %(number)s", number=one.number) if completing else _("Correct %(number)s", number=one.number)
    return render_template(
        "changes/form.html",
        heading=heading,
        where=url_for("changes.complete", change_id=one.id),
        back=url_for("changes.show", change_id=one.id),
        back_text=f"{one.number}, {one.display_name}",
        form=form,
        links=show_problems(form, problems),
        parts=sections(form, now),
        completing=completing,
        missing=one.missing,
        trouble=trouble,
    )
