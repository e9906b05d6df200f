"""The recorder takes back what was entered by mistake, until an approver has looked at it (R1)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal, logins
from provisioner.applications.tables import Application
from provisioner.cases import decide, viewing
from provisioner.cases.moves import move
from provisioner.cases.status import CaseStatus
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember

AS_RECORDED = 1
"""The revision of a case that nobody has changed."""


class UndoTooLate(Exception):
    """The entry is somebody else's, or an approver has looked at it."""


def undoable(session: Session, one: Application, *, by: UUID) -> bool:
    """Whether this person can still take the entry back: it is as they recorded it, and no approver has seen it."""
    as_recorded = one.status is CaseStatus.RECORDED and one.revision == AS_RECORDED
    return as_recorded and one.recorded_by == by and not viewing.viewed_by_approver(session, one.id, but=by)


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
    if viewing.viewed_by_approver(session, application_id, but=by.id):
        raise UndoTooLate
    logins.free(session, one.id)
    return one
