"""The buttons of a request to erase: approve, refuse, return, withdraw, more time; the use case decides."""

from uuid import UUID

from flask import redirect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from provisioner import erasures, staff
from provisioner.cases import FasterColleague, ReasonMissing
from provisioner.cases.status import CaseStatus
from provisioner.erasures.tables import ErasureRequest
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import seen_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decision.deciding import Answer, Deciding
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.trouble import Unreadable, sent, trouble_of, typed_reason
from provisioner.web.pages.case.keying import found
from provisioner.web.pages.erasures.blueprint import address, blueprint
from provisioner.web.pages.erasures.page import request_page
from provisioner.web.words.dates import in_words
from provisioner.web.words.translate import _

REQUESTS = Deciding(ErasureRequest, request_page, address)
REQUESTS.install(blueprint, "/erasures/<uuid:request_id>", "request_id")


@blueprint.post("/erasures/<uuid:request_id>/approve")
@needs(Action.APPROVE)
def approve(request_id: UUID) -> Answer:
    """Approve and have the data erased."""

    def said(_db: Session, _request: ErasureRequest) -> str:
        return _("Approved. The data are being erased; then print the answer to the person.")

    return REQUESTS.give(request_id, CaseStatus.APPROVED, said)


@blueprint.post("/erasures/<uuid:request_id>/extend")
@needs(Action.APPROVE)
def extend(request_id: UUID) -> Answer:
    """Take two months more."""
    parts = desk()
    with parts.database.reading() as db:
        found(db, ErasureRequest, request_id)
    try:
        reason = typed_reason("extend_reason")
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            due = erasures.extend(
                db, request_id, revision=seen_revision(), reason=reason, by=by, at=parts.clock()
            ).due_last  # fmt: skip
    except erasures.CannotExtend:
        text = _("The month is over, or two months more were taken already: decide now.")
        return request_page(request_id, Trouble(_("Your click changed nothing"), text, typed=sent())), 409
    except (FasterColleague, ReasonMissing, Unreadable, OperationalError) as error:
        trouble, status = trouble_of(error)
        return request_page(request_id, trouble), status
    tell(_("The answer is due on %(day)s. Tell the person: print the letter.", day=in_words(due)))
    return redirect(address(request_id), 303)
