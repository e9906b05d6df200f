"""The buttons of a resignation: approve, refuse, return, withdraw, take back; the use case decides."""

from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import accounts, resignations
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import Said
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.decision.deciding import Answer, Deciding
from provisioner.web.pages.case.decision.trouble import typed_reason
from provisioner.web.pages.resignations.blueprint import address, blueprint
from provisioner.web.pages.resignations.page import resignation_page
from provisioner.web.words.translate import _

RESIGNATIONS = Deciding(
    Resignation, resignation_page, address, refusals=(accounts.Busy, accounts.NothingToDo, accounts.OtherOwner)
)  # fmt: skip
RESIGNATIONS.install(blueprint, "/resignations/<uuid:case_id>", "case_id")


@blueprint.post("/resignations/<uuid:case_id>/approve")
@needs(Action.APPROVE)
def approve(case_id: UUID) -> Answer:
    """Approve and have the account closed."""

    def said(_db: Session, account: Account) -> str:
        return _("Approved. The account %(login)s will be closed.", login=account.login)

    return RESIGNATIONS.give(case_id, CaseStatus.APPROVED, said)


@blueprint.post("/resignations/<uuid:case_id>/take-back")
@needs(Action.APPROVE)
def take_back(case_id: UUID) -> Answer:
    """The customer has thought better of it."""

    def decision(db: Session, revision: int, by: StaffMember) -> Said:  # noqa: ARG001
        reason = typed_reason("take_back_reason")
        account = resignations.take_back(db, case_id, reason=reason, by=by, at=desk().clock())
        return Said(_("Taken back. The account %(login)s becomes what it was before.", login=account.login))

    return RESIGNATIONS.decide(case_id, decision, CaseStatus.APPROVED)
