"""Deciding a paper case, whatever it asks for: who may, on what conditions, and what is noted (R2, R4, P6, P7)."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.emergency import asking as emergency
from provisioner.cases.errors import NotApprovable, OwnEntry, UnknownCase
from provisioner.cases.moves import conflict, move, write_line
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.holding import check_free
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember

AnyCase = TypeVar("AnyCase", bound=Case)


def find(session: Session, kind: type[AnyCase], case_id: UUID) -> AnyCase:
    """The case with this id, of this kind. Raises UnknownCase."""
    found = session.get(kind, case_id)
    if found is None:
        raise UnknownCase(str(case_id))
    return found


def seen(session: Session, kind: type[AnyCase], case_id: UUID, revision: int) -> AnyCase:
    """The case if it still is as the page showed it. Raises UnknownCase, FasterColleague."""
    case = find(session, kind, case_id)
    if case.revision != revision:
        raise conflict(session, case)
    return case


def approve(session: Session, case: Case, *, revision: int, by: StaffMember, at: datetime) -> None:
    """Approve what nothing hinders; an own entry in an emergency alone.

    Raises OwnEntry, OthersPresent, TakenByColleague, NotApprovable, FasterColleague.
    """
    alone = emergency.use(session, case, by, at)
    own = {"one_person_reason": emergency.EMERGENCY} if alone else _own(session, case, by)
    check_free(session, case.id, by=by.id, at=at)
    if found := case.hindrances(office_date(at)):
        raise NotApprovable(found)
    move(session, case, CaseStatus.APPROVED, Event.APPLICATION_APPROVED, revision=revision, by=by, at=at, **own)
    if alone:
        write_line(session, Event.EMERGENCY_USED, case, by=by, at=at)


def refuse(
    session: Session, kind: type[AnyCase], case_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> AnyCase:
    """Refuse for a reason. Raises UnknownCase, OwnEntry, ReasonMissing, TakenByColleague, FasterColleague."""
    case = seen(session, kind, case_id, revision)
    own, why = _own(session, case, by), given(reason)
    check_free(session, case_id, by=by.id, at=at)
    move(
        session, case, CaseStatus.REFUSED, Event.APPLICATION_REFUSED, revision=revision, by=by, at=at,
        decision_reason=why, **own,
    )  # fmt: skip
    return case


def withdraw(
    session: Session, kind: type[AnyCase], case_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> AnyCase:
    """The customer takes the paper back. Raises UnknownCase, ReasonMissing, FasterColleague."""
    case = seen(session, kind, case_id, revision)
    move(
        session, case, CaseStatus.WITHDRAWN, Event.APPLICATION_WITHDRAWN, revision=revision, by=by, at=at,
        decision_reason=given(reason),
    )  # fmt: skip
    return case


def return_incomplete(
    session: Session, kind: type[AnyCase], case_id: UUID, *, revision: int, missing: str, by: StaffMember, at: datetime
) -> AnyCase:
    """Send back for completion, naming what is missing.

    Raises UnknownCase, ReasonMissing, TakenByColleague, FasterColleague.
    """
    case = seen(session, kind, case_id, revision)
    check_free(session, case_id, by=by.id, at=at)
    move(
        session, case, CaseStatus.INCOMPLETE, Event.APPLICATION_RETURNED, revision=revision, by=by, at=at,
        missing=given(missing),
    )  # fmt: skip
    return case


def _own(session: Session, case: Case, by: StaffMember) -> dict[str, str]:
    """The mark that a decision on an own entry leaves where the office allows it. Raises OwnEntry where it does not."""
    if not case.is_own_of(by.id):
        return {"one_person_reason": ""}
    if office.rules(session).four_eyes:
        raise OwnEntry
    return {"one_person_reason": "four_eyes off"}
