"""What an approval hands over, and the account that is opened with it (R4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.kinds import PROVISION
from provisioner.accounts.mandates.rules import Granted
from provisioner.accounts.mandates.standing import grant
from provisioner.accounts.offers import email_key
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.mail.language import Language


@dataclass(frozen=True)
class Approved:
    """What was approved; later changes of these data live on the account, those of the mandate beside it."""

    case_id: UUID
    case_number: str
    login: str
    customer_number: str
    first_name: str
    last_name: str
    company_name: str
    name_key: str
    email: str
    language: Language
    mandate: Granted | None
    """Who acts for the customer, where that is somebody else."""


def open_account(session: Session, approved: Approved, *, by: UUID, at: datetime) -> Account:
    """The account with its mandate and the worker's task."""
    account = Account(
        id=uuid4(), status=AccountStatus.APPROVED, approved_at=at, case_id=approved.case_id,
        case_number=approved.case_number, login=approved.login, customer_number=approved.customer_number,
        first_name=approved.first_name, last_name=approved.last_name, company_name=approved.company_name,
        name_key=approved.name_key, email=approved.email, email_key=email_key(approved.email),
        language=approved.language, former_emails=[],
    )  # fmt: skip
    session.add(account)
    session.flush()
    outbox.put(session, PROVISION, account.id, at)
    if approved.mandate:
        grant(session, account.id, approved.mandate, by=by, at=at)
    return account
