"""The buttons of a declaration: approve, refuse, return, withdraw; the use case decides."""

from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.declarations.tables import Declaration
from provisioner.staff.roles import Action
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.decision.deciding import Answer, Deciding
from provisioner.web.pages.declarations.blueprint import address, blueprint
from provisioner.web.pages.declarations.page import declaration_page
from provisioner.web.words.translate import _

DECLARATIONS = Deciding(Declaration, declaration_page, address)
DECLARATIONS.install(blueprint, "/declarations/<uuid:case_id>", "case_id")


@blueprint.post("/declarations/<uuid:case_id>/approve")
@needs(Action.APPROVE)
def approve(case_id: UUID) -> Answer:
    """Approve: from now on this is what the customer has accepted."""

    def said(_db: Session, account: Account) -> str:
        return _("Approved. What is declared counts for the account %(login)s from now on.", login=account.login)

    return DECLARATIONS.give(case_id, CaseStatus.APPROVED, said)
