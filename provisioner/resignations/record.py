"""A clerk records a resignation, or that the office itself ends an account (R8)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

import provisioner.resignations.paper as paper
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import count_from
from provisioner.cases.moves import write_line
from provisioner.cases.numbers import next_number
from provisioner.cases.record import recorded_once
from provisioner.cases.status import CaseStatus
from provisioner.journal import Event
from provisioner.office.time import office_date
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
    one = Resignation(
        id=uuid4(), form_key=form_key, status=CaseStatus.RECORDED, account_id=account.id, account=account,
        recorded_at=at, number=next_number(session, office_date(at).year), recorded_by=by.id, recorder=by,
        display_name=account.display_name, name_key=account.name_key,
    )  # fmt: skip
    write(one, entry, by, at)
    count_from(session, one, entry.values[paper.RECEIVED_ON])
    session.add(one)
    session.flush()
    return one
