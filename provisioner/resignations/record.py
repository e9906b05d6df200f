"""A clerk records a resignation, or that the office itself ends an account (R8)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.resignations.paper as paper
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import count_from
from provisioner.cases.moves import write_line
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
    one, new = recorded_once(
        session, Resignation, form_key,
        add=lambda: _added(session, account, entry, form_key, by, at),
        differs=lambda found: differences(found, entry),
    )  # fmt: skip
    if new:
        write_line(
            session, Event.RESIGNATION_RECORDED, one, by=by, at=at, channel=entry.values[paper.CHANNEL],
            due=one.due_last.isoformat(),
        )  # fmt: skip
    return one


def _added(
    session: Session, account: Account, entry: Entry, form_key: UUID, by: StaffMember, at: datetime
) -> Resignation:
    one = new_case(
        session, Resignation, form_key, by=by, at=at, account_id=account.id, account=account,
        display_name=account.display_name, name_key=account.name_key,
    )  # fmt: skip
    write(one, entry, by, at)
    count_from(session, one, entry.values[paper.RECEIVED_ON])
    session.add(one)
    session.flush()
    return one
