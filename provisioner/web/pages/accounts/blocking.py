"""Blocking an account and unblocking it: asked for here, carried out by the worker."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import accounts, staff
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.entry.reasons import ReasonMissing
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.trouble import Unreadable, stopped, typed_reason
from provisioner.web.words.choices import chosen
from provisioner.web.words.translate import _

blueprint = Blueprint("blocking", __name__)
Answer = Response | tuple[str, int]
REFUSALS = (
    accounts.NothingToDo, accounts.Busy, accounts.GroundMissing, ReasonMissing, Unreadable, OperationalError,
)  # fmt: skip


@blueprint.post("/applications/<uuid:application_id>/block-account")
@needs(Action.BLOCK)
def block(application_id: UUID) -> Answer:
    """Let nobody log in to the account."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        ground, reason = chosen(BlockGround, request.form.get("block_ground")), typed_reason("block_reason")
        accounts.block(db, application_id, ground=ground, reason=reason, by=by, at=parts.clock())

    return _ask(application_id, ask, _("The account is being blocked; the case says when it is done."))


@blueprint.post("/applications/<uuid:application_id>/unblock-account")
@needs(Action.UNBLOCK)
def unblock(application_id: UUID) -> Answer:
    """Let the customer log in again."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        accounts.unblock(db, application_id, reason=typed_reason("unblock_reason"), by=by, at=parts.clock())

    return _ask(application_id, ask, _("The account is being unblocked; the case says when it is done."))


def _ask(application_id: UUID, ask: Callable[[Session, StaffMember], None], said: str) -> Answer:
    try:
        with desk().database.transaction() as db:
            ask(db, staff.member(db, myself().id))
    except REFUSALS as error:
        return stopped(application_id, error)
    tell(said)
    return redirect(url_for("case.show", application_id=application_id), 303)
