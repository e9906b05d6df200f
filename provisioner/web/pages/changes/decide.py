"""The buttons of a change of data: approve, refuse, return, withdraw; the use case decides."""

from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import accounts
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.changes.tables import ChangeOfData
from provisioner.staff.roles import Action
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.decision.deciding import Answer, Deciding
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.trouble import sent, trouble_of
from provisioner.web.pages.changes.blueprint import address, blueprint
from provisioner.web.pages.changes.page import change_page
from provisioner.web.words.translate import _


def told(error: Exception) -> tuple[Trouble, int]:
    """The words for what stopped a decision on a change of data."""
    if isinstance(error, accounts.AddressHeld):
        text = _("Another account uses the new address by now. Return the application as incomplete.")
        return Trouble(_("Your click changed nothing"), text, typed=sent()), 409
    if isinstance(error, accounts.OtherOwner):
        text = _(
            "The customer number has another account under the former name. Block or end that one first: nobody may "
            "read another's invoices."
        )
        return Trouble(_("Your click changed nothing"), text, typed=sent()), 409
    return trouble_of(error)


CHANGES = Deciding(
    ChangeOfData,
    change_page,
    address,
    refusals=(accounts.Busy, accounts.NothingToDo, accounts.AddressHeld, accounts.OtherOwner),
    told=told,
)
CHANGES.install(blueprint, "/changes/<uuid:change_id>", "change_id")


@blueprint.post("/changes/<uuid:change_id>/approve")
@needs(Action.APPROVE)
def approve(change_id: UUID) -> Answer:
    """Approve and have the data changed."""

    def said(_db: Session, account: Account) -> str:
        return _("Approved. The data of account %(login)s are being changed.", login=account.login)

    return CHANGES.give(change_id, CaseStatus.APPROVED, said)
