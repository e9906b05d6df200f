"""A clerk records what a paper that changes data says (R1–R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.changes.paper as paper
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import count_from
from provisioner.cases.moves import write_line
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
    change, new = recorded_once(
        session, ChangeOfData, form_key,
        add=lambda: _added(session, account, entry, form_key, by, at),
        differs=lambda found: differences(found, entry),
    )  # fmt: skip
    if not new:
        return change
    write_line(
        session, Event.CHANGE_RECORDED, change, by=by, at=at, channel=entry.values[paper.CHANNEL],
        due=change.due_last.isoformat(),
    )  # fmt: skip
    return change


def _added(
    session: Session, account: Account, entry: Entry, form_key: UUID, by: StaffMember, at: datetime
) -> ChangeOfData:
    change = new_case(
        session, ChangeOfData, form_key, by=by, at=at, account_id=account.id, account=account,
        display_name=account.display_name, name_key=account.name_key,
    )  # fmt: skip
    write(change, entry, by, at)
    count_from(session, change, entry.values[paper.RECEIVED_ON])
    session.add(change)
    session.flush()
    return change
