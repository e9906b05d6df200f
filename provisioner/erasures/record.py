"""A clerk records a request to erase a person's data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.erasures.paper as paper
from provisioner.cases.deadlines import count_from
from provisioner.cases.moves import write_line
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
    request, new = recorded_once(
        session, ErasureRequest, form_key,
        add=lambda: _added(session, entry, form_key, by, at),
        differs=lambda found: differences(found, entry),
    )  # fmt: skip
    if new:
        write_line(
            session, Event.REQUEST_RECORDED, request, by=by, at=at, channel=entry.values[paper.CHANNEL],
            due=request.due_last.isoformat(),
        )  # fmt: skip
    return request


def _added(session: Session, entry: Entry, form_key: UUID, by: StaffMember, at: datetime) -> ErasureRequest:
    request = new_case(session, ErasureRequest, form_key, by=by, at=at)
    write(request, entry, by)
    count_from(session, request, request.received_on)
    session.add(request)
    session.flush()
    return request
