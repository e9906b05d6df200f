"""Confirming and rejecting what is proposed for an account, from the case page."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import accounts, corrections, staff
from provisioner.corrections.rules import OF_A_MANDATE, CorrectionStatus
from provisioner.entry.reasons import ReasonMissing
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.account.refused import OTHER_OWNER
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.trouble import TICKED, Unreadable, sent, trouble_of, typed_reason
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.corrections.blueprint import blueprint
from provisioner.web.words.dates import moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
Decision = Callable[[Session, UUID, StaffMember], str]
REFUSALS = (
    corrections.NotOpen, corrections.OwnProposal, corrections.NotCompared, accounts.AddressHeld, accounts.Busy,
    accounts.NothingToDo, accounts.OtherOwner,
)  # fmt: skip


@blueprint.post("/applications/<uuid:application_id>/correction/confirm")
@needs(Action.DECIDE_CORRECTION)
def confirm(application_id: UUID) -> Answer:
    """The account gets the proposed address or mandate."""

    def decision(db: Session, correction_id: UUID, by: StaffMember) -> str:
        ticked = request.form.get(TICKED) == "yes"
        found = corrections.confirm(db, correction_id, compared=ticked, by=by, at=desk().clock())
        if found.kind in OF_A_MANDATE:
            return _("The mandate is confirmed.")
        return _("The e-mail address is corrected; a new temporary password goes to it, the former one dies before.")

    return _decide(application_id, decision, CorrectionStatus.CONFIRMED)


@blueprint.post("/applications/<uuid:application_id>/correction/reject")
@needs(Action.DECIDE_CORRECTION)
def reject(application_id: UUID) -> Answer:
    """The account stays as it is."""

    def decision(db: Session, correction_id: UUID, by: StaffMember) -> str:
        corrections.reject(db, correction_id, reason=typed_reason("reject_reason"), by=by, at=desk().clock())
        return _("The proposal is rejected.")

    return _decide(application_id, decision, CorrectionStatus.REJECTED)


def _decide(application_id: UUID, decision: Decision, wanted: CorrectionStatus) -> Answer:
    parts = desk()
    try:
        with parts.database.transaction() as db:
            said = decision(db, _sent(), staff.member(db, myself().id))
    except corrections.NoSuchCorrection:
        abort(404)
    except REFUSALS as error:
        if not (isinstance(error, corrections.NotOpen) and error.status is wanted and error.who == myself().name):
            return _refused(application_id, error)
        # The second half of a double click: what was wanted is done.
        said = _("Already decided (by you, %(when)s).", when=moment(error.at) if error.at else "")
    except (ReasonMissing, Unreadable, OperationalError) as error:
        trouble, status = trouble_of(error)
        return case_page(application_id, trouble), status
    tell(said)
    return redirect(url_for("case.show", application_id=application_id), 303)


def _sent() -> UUID:
    try:
        return UUID(request.form.get("correction", ""))
    except ValueError:
        abort(400)


def _refused(application_id: UUID, error: Exception) -> Answer:
    title, text, control, status = _words(error)
    return case_page(application_id, Trouble(title, text, control, sent())), status


def _words(error: Exception) -> tuple[str, str, str, int]:
    """Title, text, the control it is about, and the status of the answer."""
    nothing = _("Your click changed nothing")
    if isinstance(error, corrections.NotCompared):
        text = _("Compare the proposal with the paper and tick that you have")
        return _("Nothing is changed yet"), text, TICKED, 400
    if isinstance(error, corrections.OwnProposal):
        text = _("Whoever made a proposal may not confirm it. Ask another approver.")
        return _("This is your own proposal"), text, "", 403
    if isinstance(error, corrections.NotOpen):
        when = moment(error.at) if error.at else ""
        text = _("%(who)s decided %(when)s: %(how)s.", who=error.who, when=when, how=word(error.status))
        return _("A colleague was faster; your click changed nothing"), text, "", 409
    if isinstance(error, accounts.AddressHeld):
        return nothing, _("Another account uses the proposed address by now. Reject the proposal."), "", 409
    if isinstance(error, accounts.OtherOwner):
        return nothing, str(OTHER_OWNER), "", 409
    if isinstance(error, accounts.Busy):
        return nothing, _("The system is working on this account right now. Try again in a minute."), "", 409
    return nothing, _("The account's state has changed meanwhile; see below."), "", 409
