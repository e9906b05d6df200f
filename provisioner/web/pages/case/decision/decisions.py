"""The buttons of a case: approve, refuse, return, withdraw; the use case decides, the page says what came of it."""

from uuid import UUID

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from provisioner import applications
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Action
from provisioner.web.frame.around import held
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.decision.deciding import Answer, Deciding
from provisioner.web.pages.case.page import case_page
from provisioner.web.words.translate import _

blueprint = Blueprint("decisions", __name__)
APPLICATIONS = Deciding(Application, case_page, lambda case_id: url_for("case.show", application_id=case_id))
APPLICATIONS.install(blueprint, "/applications/<uuid:application_id>", "application_id", withdraw=applications.withdraw)


@blueprint.post("/applications/<uuid:application_id>/approve")
@needs(Action.APPROVE)
def approve(application_id: UUID) -> Answer:
    """Approve and have the account made."""

    def said(db: Session, account: Account) -> str:
        return approved(account, held=held(db))

    return APPLICATIONS.give(application_id, CaseStatus.APPROVED, said)


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
