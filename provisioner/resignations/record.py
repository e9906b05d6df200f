"""A clerk records a resignation, or that the office itself ends an account (R8)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.cases.record import new_case, recorded_once
from provisioner.journal import Event
from provisioner.resignations.entry import Entry
from provisioner.resignations.tables import Resignation
from provisioner.resignations.writing import differences, write
from provisioner.staff.tables import StaffMember


def record(
    session: Session, account: Account, entry: Entry, *, form_key: UUID, by: StaffMember, at: datetime
) -> Resignation:
    """Record it with number, deadline and journal line; the same form sent twice gives what is recorded already.

    Raises OtherContent.
    """
    return recorded_once(
        session, Resignation, form_key, Event.RESIGNATION_RECORDED, by=by, at=at,
        filled=lambda: _filled(session, account, entry, form_key, by, at),
        differs=lambda found: differences(found, entry),
    )  # fmt: skip


def _filled(
    session: Session, account: Account, entry: Entry, form_key: UUID, by: StaffMember, at: datetime
) -> Resignation:
    one = new_case(
        session, Resignation, form_key, by=by, at=at, account_id=account.id, account=account,
        display_name=account.display_name, name_key=account.name_key,
    )  # fmt: skip
    write(one, entry, by, at)
    return one
