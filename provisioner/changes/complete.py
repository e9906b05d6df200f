"""Somebody corrects a recorded change of data, or adds what was missing from an incomplete one (R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.cases.deadlines import clock_start, count_from
from provisioner.cases.decide import seen
from provisioner.cases.moves import take_up, write_line
from provisioner.cases.status import CaseStatus
from provisioner.changes.entry import Entry
from provisioner.changes.tables import ChangeOfData
from provisioner.changes.writing import differences, write
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


def complete(
    session: Session, change_id: UUID, entry: Entry, *, revision: int, by: StaffMember, at: datetime
) -> ChangeOfData:
    """Correct a recorded change or complete an incomplete one; then the clock starts again on the day it arrived.

    Raises UnknownCase, FasterColleague.
    """
    change = seen(session, ChangeOfData, change_id, revision)
    was_incomplete = change.status is CaseStatus.INCOMPLETE
    take_up(session, change, revision=revision)
    filed, changed = (change.received_on, change.channel), differences(change, entry)
    write(change, entry, by, at)
    if was_incomplete:
        change.completed_on = entry.completed_on
    if was_incomplete or filed != (change.received_on, change.channel):
        count_from(session, change, clock_start(change.received_on, change.completed_on))
    change.missing = ""
    session.flush()
    session.refresh(change, ["held"])
    event = Event.APPLICATION_COMPLETED if was_incomplete else Event.APPLICATION_CORRECTED
    due = change.due_last.isoformat()
    write_line(session, event, change, by=by, at=at, values=changed, due=due, changed=list(changed))
    return change
