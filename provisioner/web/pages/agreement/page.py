"""The page of what was found in Keycloak, with its buttons: settle, mend, look again, unlock."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import agreement, staff
from provisioner.accounts import Busy, NothingToDo
from provisioner.agreement.listing import every, findings, runs
from provisioner.entry.reasons import ReasonMissing
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.agreement.saving import headings, rows
from provisioner.web.pages.agreement.view import Refused, view
from provisioner.web.pages.case.account.asking import asked
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.words.translate import _

blueprint = Blueprint("agreement", __name__)
Answer = Response | tuple[str, int]
NOTE = "note"
REFUSALS = (NothingToDo, Busy, ReasonMissing, Unreadable, OperationalError)


@blueprint.get("/keycloak")
@needs(Action.READ)
def index() -> str:
    """What stands open, and the last comparisons."""
    return _page(Refused())


@blueprint.post("/keycloak/export")
@needs(Action.EXPORT)
def export() -> Response:
    """All that stands open as a file; who took it stands in the journal before it leaves."""
    return sheet(Event.FINDINGS_EXPORTED, _("differences"), headings(), lambda db: rows(every(db)))


@blueprint.post("/keycloak/<int:finding_id>/settle")
@needs(Action.SETTLE)
def settle(finding_id: int) -> Answer:
    """Somebody has looked at it."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        agreement.settle(db, finding_id, note=typed_reason(NOTE), by=by, at=parts.clock())

    return _ask(finding_id, ask, _("Settled; the journal says by whom."))


@blueprint.post("/keycloak/<int:finding_id>/mend")
@needs(Action.MEND)
def mend(finding_id: int) -> Answer:
    """Keycloak is brought into agreement by the worker."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        agreement.mend(db, finding_id, by=by, at=parts.clock())

    return _ask(finding_id, ask, _("Asked for; it disappears from this page when it is done."))


@blueprint.post("/keycloak/<int:finding_id>/look-again")
@needs(Action.MEND)
def look_again(finding_id: int) -> Answer:
    """The operator says that it is put right: the worker looks."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:  # noqa: ARG001
        agreement.look_again(db, finding_id, at=parts.clock())

    return _ask(finding_id, ask, _("The system looks within seconds; what is right again disappears from this page."))


@blueprint.post("/applications/<uuid:application_id>/unlock-account")
@needs(Action.MEND)
def unlock(application_id: UUID) -> Answer:
    """Lift the lock that wrong passwords have brought."""
    parts = desk()

    def ask(db: Session, by: StaffMember) -> None:
        agreement.unlock(db, application_id, by=by, at=parts.clock())

    return asked(application_id, ask, _("The lock is lifted within seconds."))


def _ask(finding_id: int, ask: Callable[[Session, StaffMember], None], said: str) -> Answer:
    try:
        with desk().database.transaction() as db:
            ask(db, staff.member(db, myself().id))
    except REFUSALS as error:
        trouble, status = trouble_of(error)
        if not isinstance(error, ReasonMissing | Unreadable):
            return _page(Refused(finding_id, request.form.get(NOTE, ""), f"{trouble.title}. {trouble.text}")), status
        return _page(Refused(finding_id, request.form.get(NOTE, ""), trouble.text)), status
    tell(said)
    return redirect(url_for("agreement.index"), 303)


def _page(refused: Refused) -> str:
    with desk().database.reading() as db:
        shown = view(findings(db), runs(db), myself(), refused)
        trouble, may_export = _trouble(refused, bool(shown.links)), myself().may(Action.EXPORT)
        return render_template("agreement/page.html", shown=shown, may_export=may_export, trouble=trouble)


def _trouble(refused: Refused, at_its_field: bool) -> str:
    """What stopped a click on something that is not on the page any more."""
    return "" if at_its_field else refused.error
