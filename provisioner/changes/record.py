"""A clerk records what a paper that changes data says (R1–R4)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

import provisioner.changes.paper as paper
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import count_from
from provisioner.cases.moves import write_line
from provisioner.cases.numbers import next_number
from provisioner.cases.record import recorded_once
from provisioner.cases.status import CaseStatus
from provisioner.changes.entry import Entry
from provisioner.changes.tables import ChangeOfData
from provisioner.changes.writing import differences, write
from provisioner.journal import Event
from provisioner.office.time import office_date
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
    change = ChangeOfData(
        id=uuid4(), form_key=form_key, status=CaseStatus.RECORDED, account_id=account.id, account=account,
        recorded_at=at, number=next_number(session, office_date(at).year), recorded_by=by.id, recorder=by,
        display_name=account.display_name, name_key=account.name_key,
    )  # fmt: skip
    write(change, entry, by, at)
    count_from(session, change, entry.values[paper.RECEIVED_ON])
    session.add(change)
    session.flush()
    return change
