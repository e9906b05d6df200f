"""Who acts for a customer whose account is open: recorded with the account, and the case is found by their name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import accounts
from provisioner.accounts.mandates.rules import Granted
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.tables import Account
from provisioner.cases.words import also_found_by
from provisioner.staff.tables import StaffMember


def record_mandate(session: Session, case_id: UUID, granted: Granted, *, by: StaffMember, at: datetime) -> Mandate:
    """As `accounts.record_mandate`, which locks the account first. Raises NothingToDo."""
    mandate = accounts.record_mandate(session, case_id, granted, by=by, at=at)
    account = session.get_one(Account, mandate.account_id)
    also_found_by(session, account.case_id, account.case_number, granted.name)
    return mandate
