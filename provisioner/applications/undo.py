"""The recorder takes back what was entered by mistake, until somebody else has looked at it (R1)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import logins
from provisioner.applications.tables import Application
from provisioner.cases import decide, viewing
from provisioner.cases.moves import move
from provisioner.cases.status import CaseStatus
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember

AS_RECORDED = 1
"""The revision of a case that nobody has changed."""


class UndoTooLate(Exception):
    """The entry is somebody else's or of another day, or somebody else has looked at it."""


def undo(session: Session, application_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> Application:
    """Withdraw an application of the same day that is as this person recorded it; its login becomes free again.

    Raises UnknownCase, UndoTooLate, FasterColleague.
    """
    one = decide.seen(session, Application, application_id, AS_RECORDED)
    if one.recorded_by != by.id or office_date(one.recorded_at) != office_date(at):
        raise UndoTooLate
    move(
        session, one, CaseStatus.WITHDRAWN, Event.APPLICATION_UNDONE, revision=AS_RECORDED, by=by, at=at,
        decision_reason=given(reason),
    )  # fmt: skip
    # Asked after the move, in the order in which every decision takes its locks: case, then journal.
    if viewing.viewed_by_others(session, application_id, than=by.id):
        raise UndoTooLate
    logins.free(session, one.id)
    return one
