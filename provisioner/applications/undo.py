"""The recorder takes back what was entered by mistake, until an approver has looked at it (R1)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, logins
from provisioner.applications.tables import Application, Duplicate
from provisioner.cases import decide, viewing
from provisioner.cases.moves import move
from provisioner.cases.status import CaseStatus
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember

AS_RECORDED = 1
"""The revision of a case that nobody has changed."""


class UndoTooLate(Exception):
    """The entry is somebody else's, an approver has looked at it, or another was withdrawn as the same application."""


def undoable(session: Session, one: Application, *, by: UUID) -> bool:
    """Whether this person can still take the entry back: it is as they recorded it, and nobody counts on it."""
    as_recorded = one.status is CaseStatus.RECORDED and one.revision == AS_RECORDED
    return as_recorded and one.recorded_by == by and not _counted_on(session, one.id, but=by)


def undo(session: Session, application_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> Application:
    """Withdraw an application that is as this person recorded it; its login becomes free again.

    Raises UnknownCase, UndoTooLate, FasterColleague.
    """
    one = decide.seen(session, Application, application_id, AS_RECORDED)
    if one.recorded_by != by.id:
        raise UndoTooLate
    move(
        session, one, CaseStatus.WITHDRAWN, Event.APPLICATION_UNDONE, revision=AS_RECORDED, by=by, at=at,
        decision_reason=given(reason),
    )  # fmt: skip
    # Asked after the move, in the order in which every decision takes its locks: case, then journal; a look of this
    # very moment comes before or after the answer.
    journal.wait_for_turn(session)
    if _counted_on(session, application_id, but=by.id):
        raise UndoTooLate
    logins.free(session, one.id)
    return one


def _counted_on(session: Session, case_id: UUID, *, but: UUID) -> bool:
    """Whether an approver has seen it, or it is all that is left of an application that was recorded twice."""
    stands_for_another = sa.exists().where(Duplicate.same_as == case_id)
    return bool(session.scalar(sa.select(viewing.seen_by_approver(case_id, but=but) | stands_for_another)))
