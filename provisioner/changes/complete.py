"""Somebody corrects a recorded change of data, or adds what was missing from an incomplete one (R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.cases.complete as cases
from provisioner.cases.decide import seen
from provisioner.changes.entry import Entry
from provisioner.changes.tables import ChangeOfData
from provisioner.changes.writing import differences, write
from provisioner.staff.tables import StaffMember


def complete(
    session: Session, change_id: UUID, entry: Entry, *, revision: int, by: StaffMember, at: datetime
) -> ChangeOfData:
    """Correct a recorded change or complete an incomplete one.

    Raises UnknownCase, FasterColleague.
    """
    change = seen(session, ChangeOfData, change_id, revision)
    cases.complete(
        session, change, revision=revision, completed_on=entry.completed_on,
        date_reason=entry.date_reason, by=by, at=at,
        differs=lambda: differences(change, entry),
        write=lambda: write(change, entry, by, at),
    )  # fmt: skip
    session.refresh(change, ["held"])
    return change
