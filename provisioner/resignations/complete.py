"""Somebody corrects a recorded resignation, or adds what was missing from an incomplete one (R4, R8)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.cases.complete as cases
from provisioner.cases.decide import seen
from provisioner.resignations.entry import Entry
from provisioner.resignations.tables import Resignation
from provisioner.resignations.writing import differences, write
from provisioner.staff.tables import StaffMember


def complete(
    session: Session, case_id: UUID, entry: Entry, *, revision: int, by: StaffMember, at: datetime
) -> Resignation:
    """Correct a recorded resignation or complete an incomplete one. Raises UnknownCase, FasterColleague."""
    one = seen(session, Resignation, case_id, revision)
    cases.complete(
        session, one, revision=revision, completed_on=entry.completed_on,
        date_reason=entry.date_reason, by=by, at=at,
        differs=lambda: differences(one, entry),
        write=lambda: write(one, entry, by, at),
    )  # fmt: skip
    return one
