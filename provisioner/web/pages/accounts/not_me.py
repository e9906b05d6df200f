"""Deciding on a report "it wasn't me": block the account, or dismiss the report with a reason."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.accounts import Busy, NothingToDo, not_me
from provisioner.entry.reasons import ReasonMissing
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.trouble import Unreadable, stopped, typed_reason
from provisioner.web.words.translate import _

blueprint = Blueprint("not_me_decisions", __name__)
Answer = Response | tuple[str, int]


@blueprint.post("/applications/<uuid:application_id>/not-me/confirm")
@needs(Action.BLOCK)
def confirm(application_id: UUID) -> Answer:
    """Take the report as right."""

    def decide(db: Session, by: StaffMember) -> None:
        not_me.confirm(db, application_id, by=by, at=desk().clock())

    return _decide(application_id, decide, _("The report is taken as right; the case says where the account stands."))


@blueprint.post("/applications/<uuid:application_id>/not-me/dismiss")
@needs(Action.BLOCK)
def dismiss(application_id: UUID) -> Answer:
    """Note that there is nothing in it."""

    def decide(db: Session, by: StaffMember) -> None:
        not_me.dismiss(db, application_id, reason=typed_reason("dismiss_reason"), by=by, at=desk().clock())

    return _decide(application_id, decide, _("The report is dismissed."))


def _decide(application_id: UUID, decide: Callable[[Session, StaffMember], None], said: str) -> Answer:
    try:
        with desk().database.transaction() as db:
            decide(db, staff.member(db, myself().id))
    except (NothingToDo, Busy, ReasonMissing, Unreadable, OperationalError) as error:
        return stopped(application_id, error)
    tell(said)
    return redirect(url_for("case.show", application_id=application_id), 303)
