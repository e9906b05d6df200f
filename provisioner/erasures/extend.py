"""Two months more for an answer: once, within the month, for reasons told to the person (art. 12(3) GDPR)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.cases.deadlines import set_deadline
from provisioner.cases.decide import seen
from provisioner.cases.moves import take_up, write_line
from provisioner.cases.status import CaseStatus
from provisioner.entry.reasons import given
from provisioner.erasures.tables import ErasureRequest
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember


class CannotExtend(Exception):
    """The request is extended already, decided or incomplete, or the month is over: the law leaves no more time."""


def extendable(request: ErasureRequest, at: datetime) -> bool:
    """Whether the law still lets the office take two months more."""
    in_time = office_date(at) <= request.due_last
    return request.status is CaseStatus.RECORDED and request.extended_on is None and in_time


def extend(
    session: Session, request_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> ErasureRequest:
    """Take two months more. Raises UnknownCase, FasterColleague, ReasonMissing, CannotExtend."""
    request = seen(session, ErasureRequest, request_id, revision)
    why = given(reason)
    if not extendable(request, at):
        raise CannotExtend
    take_up(session, request, revision=revision)
    before = request.due_last.isoformat()
    request.extended_on, request.extension_reason = office_date(at), why
    set_deadline(session, request)
    session.flush()
    write_line(
        session, Event.REQUEST_EXTENDED, request, by=by, at=at, values={"extend_reason": ("", why)}, before=before,
        due=request.due_last.isoformat(),
    )  # fmt: skip
    return request
