"""An approver decides a change of data; the account takes it over in the same transaction (R2, R4, P6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.changes.paper as paper
from provisioner.accounts.changing.requests import NewData, change_data
from provisioner.accounts.tables import Account
from provisioner.cases import decide
from provisioner.cases.finding.words import also_found_by, phone_from_its_end, place_words
from provisioner.changes.present import present
from provisioner.changes.tables import ChangeOfData
from provisioner.staff.tables import StaffMember


def approve(session: Session, change_id: UUID, *, revision: int, by: StaffMember, at: datetime) -> Account:
    """Approve: the account has the data, the worker the task that writes them to the realm.

    Raises UnknownCase, OwnEntry, NotApprovable, FasterColleague, accounts.AddressHeld, accounts.Busy,
    accounts.NothingToDo, accounts.OtherOwner.
    """
    change = decide.seen(session, ChangeOfData, change_id, revision)
    new = handed_over(session, change)
    decide.approve(session, change, revision=revision, by=by, at=at)
    account = change_data(session, change.account_id, new, by=by, at=at)
    also_found_by(
        session, account.case_id, account.case_number, account.display_name, account.email, change.phone,
        phone_from_its_end(change.phone), place_words(change.street, change.postcode, change.town),
    )  # fmt: skip
    return account


def handed_over(session: Session, change: ChangeOfData) -> NewData:
    """What was approved, with what the account said before."""
    now = present(session, change.account)
    address = paper.ADDRESS if change.street else ()
    filled = [field for field in paper.DATA if field.of(change) or field in address]
    values = {field.name: (now[field.name], field.typed(field.of(change))) for field in filled}
    return NewData(
        case_id=change.id,
        values={name: pair for name, pair in values.items() if pair[0] != pair[1]},
        email=change.email or None,
        first_name=change.first_name or None,
        last_name=change.last_name or None,
        language=change.language,
    )
