"""Somebody corrects a recorded request to erase, or adds what was missing, as who it is that asks (art. 12(6) GDPR)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.cases.complete as cases
from provisioner.cases.decide import seen
from provisioner.erasures.entry import Entry
from provisioner.erasures.tables import ErasureRequest
from provisioner.erasures.writing import differences, write
from provisioner.staff.tables import StaffMember


def complete(
    session: Session, request_id: UUID, entry: Entry, *, revision: int, by: StaffMember, at: datetime
) -> ErasureRequest:
    """Correct a recorded request or complete an incomplete one; the month counts from the completion.

    Raises UnknownCase, FasterColleague.
    """
    request = seen(session, ErasureRequest, request_id, revision)
    cases.complete(
        session, request, revision=revision, completed_on=entry.completed_on,
        date_reason=entry.date_reason, by=by, at=at,
        differs=lambda: differences(request, entry),
        write=lambda: write(request, entry, by),
    )  # fmt: skip
    session.refresh(request, ["lives", "waits", "something"])
    return request
