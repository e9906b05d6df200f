"""The buttons of a case: approve, refuse, return, withdraw; the use case decides, the page says what came of it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import applications, staff
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, NotApprovable, OwnEntry, ReasonMissing, UnknownCase
from provisioner.cases.status import CaseStatus
from provisioner.outside.outages import outages
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.case.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _, _l

blueprint = Blueprint("decisions", __name__)
Answer = Response | tuple[str, int]
Decision = Callable[[Session, int, StaffMember], str]
FIELDS = {
    CaseStatus.REFUSED: "refuse_reason",
    CaseStatus.INCOMPLETE: "missing",
    CaseStatus.WITHDRAWN: "withdraw_reason",
}
"""Where the reason of each decision is typed."""
ALREADY = {
    CaseStatus.APPROVED: _l("Already approved (by you, %(when)s)."),
    CaseStatus.REFUSED: _l("Already refused (by you, %(when)s)."),
    CaseStatus.INCOMPLETE: _l("Already returned as incomplete (by you, %(when)s)."),
    CaseStatus.WITHDRAWN: _l("The withdrawal is already noted (by you, %(when)s)."),
}


@blueprint.post("/applications/<uuid:application_id>/approve")
@needs(Action.APPROVE)
def approve(application_id: UUID) -> Answer:
    """Approve and have the account made."""
    parts = desk()

    def decision(db: Session, revision: int, by: StaffMember) -> str:
        window = timedelta(seconds=parts.settings.undo_window_seconds)
        account = applications.approve(
            db, application_id, revision=revision, by=by, at=parts.clock(), undo_window=window
        )
        return approved(account, held=bool(outages(db, now=parts.clock())))

    return _decide(application_id, decision, CaseStatus.APPROVED)


def approved(account: Account, *, held: bool) -> str:
    """What the approval led to; while something is down (`held`) nothing is promised for now."""
    # Without the address: what is told to the next page lies in the session's row until then.
    said = {"number": account.case_number, "login": account.login}
    if held:
        return _(
            "Approved %(number)s. Account %(login)s waits for the system, then the password goes out by e-mail.",
            **said,
        )
    return _("Approved %(number)s. Account %(login)s is being created; the password goes out by e-mail.", **said)


@blueprint.post("/applications/<uuid:application_id>/refuse")
@needs(Action.REFUSE)
def refuse(application_id: UUID) -> Answer:
    """Refuse for a reason."""
    return _decide(application_id, _with_reason(applications.refuse, application_id), CaseStatus.REFUSED)


@blueprint.post("/applications/<uuid:application_id>/withdraw")
@needs(Action.WITHDRAW)
def withdraw(application_id: UUID) -> Answer:
    """The customer takes the application back."""
    return _decide(application_id, _with_reason(applications.withdraw, application_id), CaseStatus.WITHDRAWN)


@blueprint.post("/applications/<uuid:application_id>/return")
@needs(Action.RETURN)
def send_back(application_id: UUID) -> Answer:
    """Return as incomplete, naming what is missing."""
    parts = desk()

    def decision(db: Session, revision: int, by: StaffMember) -> str:
        reason = typed_reason(FIELDS[CaseStatus.INCOMPLETE])
        found = applications.return_incomplete(
            db, application_id, revision=revision, missing=reason, by=by, at=parts.clock()
        )
        return _(
            "%(number)s is returned as incomplete. Tell the customer: the desk sends no message.", number=found.number
        )

    return _decide(application_id, decision, CaseStatus.INCOMPLETE)


def _with_reason(use_case: Callable[..., Application], application_id: UUID) -> Decision:
    parts = desk()
    refusing = use_case is applications.refuse

    def decision(db: Session, revision: int, by: StaffMember) -> str:
        reason = typed_reason(FIELDS[CaseStatus.REFUSED if refusing else CaseStatus.WITHDRAWN])
        found = use_case(db, application_id, revision=revision, reason=reason, by=by, at=parts.clock())
        if refusing:
            return _("Refused %(number)s. Tell the customer: the desk sends no message.", number=found.number)
        return _("Withdrawn %(number)s.", number=found.number)

    return decision


def _decide(application_id: UUID, decision: Decision, wanted: CaseStatus) -> Answer:
    parts = desk()
    try:
        with parts.database.transaction() as db:
            said = decision(db, _revision(), staff.member(db, myself().id))
    except UnknownCase:
        abort(404)
    except FasterColleague as error:
        if not (error.status is wanted and _done_already(application_id, wanted)):
            return _refused(application_id, error)
        # The second half of a double click: what was wanted is done.
        said = str(ALREADY[wanted]) % {"when": moment(error.at) if error.at else ""}
    except (Unreadable, OwnEntry, NotApprovable, ReasonMissing, OperationalError) as error:
        return _refused(application_id, error)
    tell(said)
    return redirect(url_for("case.show", application_id=application_id), 303)


def _done_already(application_id: UUID, wanted: CaseStatus) -> bool:
    """Whether this very decision, for this very reason, was mine; another reason must not be swallowed."""
    with desk().database.reading() as db:
        found = db.get(Application, application_id)
    if found is None or found.decided_by != myself().id:
        return False
    kept = found.missing if wanted is CaseStatus.INCOMPLETE else found.decision_reason
    return wanted not in FIELDS or typed_reason(FIELDS[wanted]).strip() == kept


def _refused(application_id: UUID, error: Exception) -> tuple[str, int]:
    if isinstance(error, OwnEntry):
        try:
            _note_own_entry(application_id)
        except OperationalError as silent:
            error = silent
    trouble, status = trouble_of(error)
    return case_page(application_id, trouble), status


def _revision() -> int:
    found = sent_revision("revision")
    if found is None:
        abort(400)
    return found


def _note_own_entry(application_id: UUID) -> None:
    parts = desk()
    with parts.database.transaction() as db:
        staff.own_entry_refused(db, application_id, by=myself().id, at=parts.clock())
