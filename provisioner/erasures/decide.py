"""An approver decides a request to erase; what is not held back is erased by the worker at once (P6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.cases import decide
from provisioner.erasures.parts import Part, parts
from provisioner.erasures.tables import ErasurePart, ErasureRequest
from provisioner.outbox import THE_OFFICE
from provisioner.outbox.kinds import ERASE_DUE
from provisioner.staff.tables import StaffMember


def approve(session: Session, request_id: UUID, *, revision: int, by: StaffMember, at: datetime) -> ErasureRequest:
    """Approve: each case of the person is noted as to be erased or, where a hold stands, as kept, and why.

    The worker's erasing, which comes every night, is due now; if it is at work this very moment, the night does it.
    Raises UnknownCase, OwnEntry, NotApprovable, FasterColleague.
    """
    request = decide.seen(session, ErasureRequest, request_id, revision)
    found = [part for part in parts(session, request) if part.same]
    decide.approve(session, request, revision=revision, by=by, at=at)
    session.add_all(_decided(request, part) for part in found)
    session.flush()
    outbox.ensure(session, ERASE_DUE, THE_OFFICE, at)
    return request


def _decided(request: ErasureRequest, part: Part) -> ErasurePart:
    kept = part.kept
    return ErasurePart(
        request_id=request.id, case_id=part.case_id, number=part.number, received_on=part.received_on,
        account=part.account is not None, kept_ground=kept.ground if kept else None,
        kept_reason=kept.reason if kept else "", kept_until=kept.until if kept else None,
    )  # fmt: skip
