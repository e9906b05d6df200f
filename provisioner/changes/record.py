"""A clerk records what a paper that changes data says (R1–R4)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import provisioner.changes.paper as paper
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import count_from
from provisioner.cases.moves import write_line
from provisioner.cases.numbers import next_number
from provisioner.cases.record import already, sent_twice
from provisioner.cases.status import CaseStatus
from provisioner.changes.entry import Entry
from provisioner.changes.tables import ChangeOfData
from provisioner.changes.writing import differences, write
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember


class OtherContent(Exception):
    """This very form was recorded before, with other content; nothing of what is typed now is saved."""

    def __init__(self, change_id: UUID, number: str) -> None:
        super().__init__(number)
        self.change_id = change_id
        self.number = number


def record(
    session: Session, account: Account, entry: Entry, *, form_key: UUID, by: StaffMember, at: datetime
) -> ChangeOfData:
    """Record it with number, deadline and journal line; the same form sent twice gives what is recorded already.

    Raises OtherContent.
    """
    if found := already(session, ChangeOfData, form_key):
        return _the_same(found, entry)
    try:
        with session.begin_nested():
            change = _added(session, account, entry, form_key, by, at)
    except IntegrityError as error:
        found = already(session, ChangeOfData, form_key) if sent_twice(error) else None
        if found is None:
            raise
        return _the_same(found, entry)
    write_line(
        session, Event.CHANGE_RECORDED, change, by=by, at=at, channel=entry.values[paper.CHANNEL],
        due=change.due_last.isoformat(),
    )  # fmt: skip
    return change


def _the_same(found: ChangeOfData, entry: Entry) -> ChangeOfData:
    if differences(found, entry):
        raise OtherContent(found.id, found.number)
    return found


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
