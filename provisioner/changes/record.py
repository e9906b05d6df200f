"""A clerk records what a paper that changes data says (R1–R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.cases.record import new_case, recorded_once
from provisioner.changes.entry import Entry
from provisioner.changes.tables import ChangeOfData
from provisioner.changes.writing import differences, write
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


def record(
    session: Session, account: Account, entry: Entry, *, form_key: UUID, by: StaffMember, at: datetime
) -> ChangeOfData:
    """Record it with number, deadline and journal line; the same form sent twice gives what is recorded already.

    Raises OtherContent.
    """
    return recorded_once(
        session, ChangeOfData, form_key, Event.CHANGE_RECORDED, by=by, at=at,
        filled=lambda: _filled(session, account, entry, form_key, by, at),
        differs=lambda found: differences(found, entry),
    )  # fmt: skip


def _filled(
    session: Session, account: Account, entry: Entry, form_key: UUID, by: StaffMember, at: datetime
) -> ChangeOfData:
    change = new_case(
        session, ChangeOfData, form_key, by=by, at=at, account_id=account.id, account=account,
        display_name=account.display_name, name_key=account.name_key,
    )  # fmt: skip
    write(change, entry, by, at)
    return change
