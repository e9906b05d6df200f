"""The mandate of an account: recorded, extended and revoked from the case page; and those that end soon."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import accounts, corrections
from provisioner.accounts.mandates.entry import read_extension, read_mandate
from provisioner.accounts.mandates.listing import MOST, ending_soon, every
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.accounts.saving import mandate_headings, mandate_rows
from provisioner.web.pages.case.account.asking import Answer, asked
from provisioner.web.pages.case.decision.trouble import typed_reason
from provisioner.web.words.dates import short_day
from provisioner.web.words.translate import _

blueprint = Blueprint("mandates", __name__)


@dataclass(frozen=True)
class EndingMandate:
    """A case on whose account somebody acts for the customer not much longer."""

    application_id: UUID
    number: str
    customer: str
    last_day: str


def ending_mandate(account: Account, until: date) -> EndingMandate:
    """The case of an account with the last day of its mandate."""
    return EndingMandate(account.case_id, account.case_number, account.display_name, short_day(until))


@blueprint.get("/accounts/mandates")
@needs(Action.READ)
def ending() -> str:
    """Whoever acts for a customer not much longer."""
    with desk().database.reading() as db:
        found = [ending_mandate(*one) for one in ending_soon(db, on=desk().today())]
    return render_template(
        "accounts/mandates.html",
        ending=found[:MOST],
        more=len(found) > MOST,
        may_export=myself().may(Action.EXPORT),
    )


@blueprint.post("/accounts/mandates/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every one of them as a file; who took it stands in the journal before it leaves."""
    today = desk().today()
    return sheet(
        Event.MANDATES_EXPORTED, _("mandates"), mandate_headings(), lambda db: mandate_rows(every(db, on=today))
    )


@blueprint.post("/applications/<uuid:application_id>/mandate")
@needs(Action.PROPOSE_CORRECTION)
def record(application_id: UUID) -> Answer:
    """Propose that somebody acts for the customer from now on."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        granted = read_mandate(request.form, today=parts.today())
        corrections.propose_mandate(db, application_id, granted, by=by, at=parts.clock())

    return asked(application_id, ask, _("The mandate is proposed; an approver who is somebody else confirms it."))


@blueprint.post("/applications/<uuid:application_id>/mandate/extend")
@needs(Action.PROPOSE_CORRECTION)
def extend(application_id: UUID) -> Answer:
    """Propose another last day of the mandate."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        told = read_extension(request.form, today=parts.today())
        corrections.propose_extension(db, application_id, until=told.until, proof=told.proof, by=by, at=parts.clock())

    return asked(application_id, ask, _("The mandate is proposed; an approver who is somebody else confirms it."))


@blueprint.post("/applications/<uuid:application_id>/mandate/revoke")
@needs(Action.BLOCK)
def revoke(application_id: UUID) -> Answer:
    """The mandate is over before its day, and the access with it."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        accounts.revoke_mandate(db, application_id, reason=typed_reason("revoke_reason"), by=by, at=parts.clock())

    return asked(
        application_id, ask, _("The mandate has ended; the account is blocked, the case says when that is done.")
    )
