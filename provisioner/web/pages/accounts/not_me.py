"""Deciding on a report "it wasn't me": block the account, or dismiss the report with a reason."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from provisioner.accounts import not_me
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.account.asking import Answer, asked
from provisioner.web.pages.case.decision.trouble import typed_reason
from provisioner.web.words.translate import _

blueprint = Blueprint("not_me_decisions", __name__)


@blueprint.post("/applications/<uuid:application_id>/not-me/confirm")
@needs(Action.BLOCK)
def confirm(application_id: UUID) -> Answer:
    """Take the report as right."""

    def decide(db: Session, by: StaffMember) -> None:
        not_me.confirm(db, application_id, by=by, at=desk().clock())

    return asked(application_id, decide, _("The report is taken as right; the case says where the account stands."))


@blueprint.post("/applications/<uuid:application_id>/not-me/dismiss")
@needs(Action.BLOCK)
def dismiss(application_id: UUID) -> Answer:
    """Note that there is nothing in it."""

    def decide(db: Session, by: StaffMember) -> None:
        not_me.dismiss(db, application_id, reason=typed_reason("dismiss_reason"), by=by, at=desk().clock())

    return asked(application_id, decide, _("The report is dismissed."))
