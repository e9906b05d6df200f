"""Blocking an account and unblocking it: asked for here, carried out by the worker."""

from uuid import UUID

from flask import Blueprint, request
from sqlalchemy.orm import Session

from provisioner import accounts
from provisioner.accounts.blocking.rules import ASKED_FOR
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.account.asking import Answer, asked
from provisioner.web.pages.case.decision.forms import ADDRESS_CHECKED
from provisioner.web.pages.case.decision.trouble import typed_reason
from provisioner.web.words.choices import chosen
from provisioner.web.words.translate import _

blueprint = Blueprint("blocking", __name__)


@blueprint.post("/applications/<uuid:application_id>/block-account")
@needs(Action.BLOCK)
def block(application_id: UUID) -> Answer:
    """Let nobody log in to the account."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        ground, reason = chosen(ASKED_FOR, request.form.get("block_ground")), typed_reason("block_reason")
        accounts.block(db, application_id, ground=ground, reason=reason, by=by, at=parts.clock())

    return asked(application_id, ask, _("The account is being blocked; the case says when it is done."))


@blueprint.post("/applications/<uuid:application_id>/unblock-account")
@needs(Action.UNBLOCK)
def unblock(application_id: UUID) -> Answer:
    """Let the customer log in again."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        reason, checked = typed_reason("unblock_reason"), request.form.get(ADDRESS_CHECKED) == "yes"
        accounts.unblock(db, application_id, reason=reason, address_checked=checked, by=by, at=parts.clock())

    return asked(application_id, ask, _("The account is being unblocked; the case says when it is done."))
