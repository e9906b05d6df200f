"""A clerk records a request to erase a person's data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.cases.record import new_case, recorded_once
from provisioner.erasures.entry import Entry
from provisioner.erasures.tables import ErasureRequest
from provisioner.erasures.writing import differences, write
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


def record(session: Session, entry: Entry, *, form_key: UUID, by: StaffMember, at: datetime) -> ErasureRequest:
    """Record it with number, deadline and journal line; the same form sent twice gives what is recorded already.

    Raises OtherContent.
    """
    return recorded_once(
        session, ErasureRequest, form_key, Event.REQUEST_RECORDED, by=by, at=at,
        filled=lambda: _filled(session, entry, form_key, by, at),
        differs=lambda found: differences(found, entry),
    )  # fmt: skip


def _filled(session: Session, entry: Entry, form_key: UUID, by: StaffMember, at: datetime) -> ErasureRequest:
    request = new_case(session, ErasureRequest, form_key, by=by, at=at)
    write(request, entry, by)
    return request
