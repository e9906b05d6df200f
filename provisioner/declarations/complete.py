"""Somebody corrects a recorded declaration, or adds what was missing from an incomplete one (R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.cases.complete as cases
from provisioner.cases.decide import seen
from provisioner.declarations.entry import Entry
from provisioner.declarations.tables import Declaration
from provisioner.declarations.writing import differences, write
from provisioner.staff.tables import StaffMember


def complete(
    session: Session, case_id: UUID, entry: Entry, *, revision: int, by: StaffMember, at: datetime
) -> Declaration:
    """Correct a recorded declaration or complete an incomplete one. Raises UnknownCase, FasterColleague."""
    one = seen(session, Declaration, case_id, revision)
    cases.complete(
        session, one, revision=revision, completed_on=entry.completed_on,
        date_reason=entry.date_reason, by=by, at=at,
        differs=lambda: differences(one, entry),
        write=lambda: write(one, entry, by, at),
    )  # fmt: skip
    return one
