"""Correcting a recorded case and completing an incomplete one, whatever it asks for (R4)."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from provisioner.cases.deadlines import filed, set_deadline
from provisioner.cases.errands.ending import end_with_editors
from provisioner.cases.filing import DATE_REASON
from provisioner.cases.finding.spelling import learn
from provisioner.cases.moves import take_up, write_line
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.journal import Event, Values
from provisioner.staff.tables import StaffMember


def complete(
    session: Session,
    case: Case,
    *,
    differs: Callable[[], Values],
    write: Callable[[], None],
    revision: int,
    completed_on: date | None,
    date_reason: str,
    by: StaffMember,
    at: datetime,
) -> None:
    """Let the case say what `write` writes into it, which `differs` from what it says.

    On completion the deadline is counted anew by the rules in force (R4); a later correction keeps the day on which
    the missing part arrived. The journal names the fields that changed; what they said stands beside it, with the
    `date_reason` where the day of receipt is another. Raises FasterColleague.
    """
    was_incomplete = case.status is CaseStatus.INCOMPLETE
    take_up(session, case, revision=revision)
    before = filed(case)
    changed = {**differs(), **({DATE_REASON: ("", date_reason)} if date_reason else {})}
    write()
    if was_incomplete:
        case.completed_on = completed_on
    if was_incomplete or filed(case) != before:
        set_deadline(session, case)
    case.missing = ""
    session.flush()
    end_with_editors(session, case.id)
    learn(session, (one.word for one in case.words))
    event = Event.APPLICATION_COMPLETED if was_incomplete else Event.APPLICATION_CORRECTED
    due = case.due_last.isoformat()
    write_line(session, event, case, by=by, at=at, values=changed, due=due, changed=list(changed))
