"""The buttons of a change of data: approve, refuse, return, withdraw; the use case decides."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, redirect, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import accounts, changes, staff
from provisioner.cases import FasterColleague, NotApprovable, OwnEntry, ReasonMissing, UnknownCase
from provisioner.cases.status import CaseStatus
from provisioner.changes.tables import ChangeOfData
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decisions import ALREADY, FIELDS
from provisioner.web.pages.case.forms import Trouble
from provisioner.web.pages.case.trouble import Unreadable, sent, trouble_of, typed_reason
from provisioner.web.pages.changes.blueprint import blueprint
from provisioner.web.pages.changes.page import change_page
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
Decision = Callable[[Session, int, StaffMember], str]
REFUSALS = (
    Unreadable, OwnEntry, NotApprovable, ReasonMissing, OperationalError, accounts.Busy, accounts.NothingToDo,
    accounts.AddressHeld,
)  # fmt: skip


@blueprint.post("/changes/<uuid:change_id>/approve")
@needs(Action.APPROVE)
def approve(change_id: UUID) -> Answer:
    """Approve and have the data changed."""

    def decision(db: Session, revision: int, by: StaffMember) -> str:
        account = changes.approve(db, change_id, revision=revision, by=by, at=desk().clock())
        return _("Approved. The data of account %(login)s are being changed.", login=account.login)

    return _decide(change_id, decision, CaseStatus.APPROVED)


@blueprint.post("/changes/<uuid:change_id>/refuse")
@needs(Action.REFUSE)
def refuse(change_id: UUID) -> Answer:
    """Refuse for a reason."""

    def decision(db: Session, revision: int, by: StaffMember) -> str:
        reason = typed_reason(FIELDS[CaseStatus.REFUSED])
        found = changes.refuse(db, change_id, revision=revision, reason=reason, by=by, at=desk().clock())
        return _("Refused %(number)s. Tell the customer: the desk sends no message.", number=found.number)

    return _decide(change_id, decision, CaseStatus.REFUSED)


@blueprint.post("/changes/<uuid:change_id>/withdraw")
@needs(Action.WITHDRAW)
def withdraw(change_id: UUID) -> Answer:
    """The customer takes the paper back."""

    def decision(db: Session, revision: int, by: StaffMember) -> str:
        reason = typed_reason(FIELDS[CaseStatus.WITHDRAWN])
        found = changes.withdraw(db, change_id, revision=revision, reason=reason, by=by, at=desk().clock())
        return _("Withdrawn %(number)s.", number=found.number)

    return _decide(change_id, decision, CaseStatus.WITHDRAWN)


@blueprint.post("/changes/<uuid:change_id>/return")
@needs(Action.RETURN)
def send_back(change_id: UUID) -> Answer:
    """Return as incomplete, naming what is missing."""

    def decision(db: Session, revision: int, by: StaffMember) -> str:
        missing = typed_reason(FIELDS[CaseStatus.INCOMPLETE])
        found = changes.return_incomplete(db, change_id, revision=revision, missing=missing, by=by, at=desk().clock())
        return _(
            "%(number)s is returned as incomplete. Tell the customer: the desk sends no message.", number=found.number
        )

    return _decide(change_id, decision, CaseStatus.INCOMPLETE)


def _decide(change_id: UUID, decision: Decision, wanted: CaseStatus) -> Answer:
    revision = sent_revision("revision")
    if revision is None:
        abort(400)
    try:
        with desk().database.transaction() as db:
            said = decision(db, revision, staff.member(db, myself().id))
    except UnknownCase:
        abort(404)
    except FasterColleague as error:
        if not (error.status is wanted and _done_already(change_id, wanted)):
            return _refused(change_id, error)
        # The second half of a double click: what was wanted is done.
        said = str(ALREADY[wanted]) % {"when": moment(error.at) if error.at else ""}
    except REFUSALS as error:
        return _refused(change_id, error)
    tell(said)
    return redirect(url_for("changes.show", change_id=change_id), 303)


def _done_already(change_id: UUID, wanted: CaseStatus) -> bool:
    with desk().database.reading() as db:
        found = db.get(ChangeOfData, change_id)
    if found is None or found.decided_by != myself().id:
        return False
    kept = found.missing if wanted is CaseStatus.INCOMPLETE else found.decision_reason
    return wanted not in FIELDS or typed_reason(FIELDS[wanted]).strip() == kept


def _refused(change_id: UUID, error: Exception) -> Answer:
    if isinstance(error, OwnEntry):
        with desk().database.transaction() as db:
            staff.own_entry_refused(db, change_id, by=myself().id, at=desk().clock())
    if isinstance(error, accounts.AddressHeld):
        text = _("Another account uses the new address by now. Return the application as incomplete.")
        return change_page(change_id, Trouble(_("Your click changed nothing"), text, typed=sent())), 409
    trouble, status = trouble_of(error)
    return change_page(change_id, trouble), status
