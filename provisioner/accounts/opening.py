"""What an approval hands over, and the account that is opened with it (R4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner import outbox
from provisioner.accounts.kinds import END_MANDATE, PROVISION
from provisioner.accounts.mandates.rules import Granted
from provisioner.accounts.mandates.standing import end, grant, standing
from provisioner.accounts.mandates.tables import STANDS, Mandate
from provisioner.accounts.offers import email_key
from provisioner.accounts.owners import first_name_of
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.state import locked
from provisioner.accounts.tables import Account
from provisioner.mail.language import Language

NEW_OWNER = "Numer klienta ma nowego właściciela."
"""Why a mandate has ended, in the office's words; they stand in Polish like every reason that people write."""

FORMER: type[Account] = aliased(Account)
"""An account whose customer number the one that is opened has, too."""


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
    """The account with its mandate and the worker's task; mandates of a former owner of the number end."""
    account = Account(
        id=uuid4(), status=AccountStatus.APPROVED, approved_at=at, case_id=approved.case_id,
        case_number=approved.case_number, login=approved.login, customer_number=approved.customer_number,
        first_name=approved.first_name, last_name=approved.last_name, company_name=approved.company_name,
        name_key=approved.name_key,
        owner_key=first_name_of(session, approved.customer_number, approved.name_key), email=approved.email,
        email_key=email_key(approved.email), language=approved.language, former_emails=[],
    )  # fmt: skip
    session.add(account)
    session.flush()
    outbox.put(session, PROVISION, account.id, at)
    if approved.mandate:
        grant(session, account.id, approved.mandate, by=by, at=at)
    _end_former(session, account, by=by, at=at)
    return account


def _end_former(session: Session, account: Account, *, by: UUID, at: datetime) -> None:
    """Whoever acted for a former owner has nothing to act on any more; nobody logs in to that account (R8)."""
    theirs = sa.and_(FORMER.customer_number == account.customer_number, FORMER.owner_key != account.owner_key)
    acted_on = sa.select(FORMER.id).join(Mandate, Mandate.account_id == FORMER.id).where(STANDS, theirs)
    for account_id in session.scalars(acted_on.order_by(FORMER.id)).all():
        # Tasks before accounts, as the worker does.
        outbox.cancel_open(session, END_MANDATE, account_id, now=at)
        locked(session, account_id)
        if mandate := standing(session, account_id):
            end(session, mandate, at=at, by=by, reason=NEW_OWNER)
