"""One application that was recorded twice: the second case is withdrawn, and each leads to the other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.applications.decide import withdraw
from provisioner.applications.tables import Application, Duplicate
from provisioner.cases.locking import lock_cases
from provisioner.cases.moves import write_line
from provisioner.cases.status import CaseStatus
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember

OVER = frozenset({CaseStatus.WITHDRAWN, CaseStatus.REFUSED})
"""Nothing goes on as such a case: who applies after a refusal applies anew."""


class NotTheSame(Exception):
    """The case named does not go on as this application: it is this very one, or over, erased, of another kind."""


def withdraw_as_same(
    session: Session, case_id: UUID, other_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> Application:
    """Withdraw a case because another one is the same application; each has a line that names the other.

    Raises UnknownCase, NotTheSame, ReasonMissing, FasterColleague.
    """
    # Of two cases said to be the same as each other at one moment the second waits here, and sees the first withdrawn.
    lock_cases(session, (case_id, other_id))
    other = session.get(Application, other_id, populate_existing=True)
    if other is None or other_id == case_id or other.status in OVER:
        raise NotTheSame
    one = withdraw(session, case_id, revision=revision, reason=reason, by=by, at=at)
    session.add(Duplicate(case_id=case_id, same_as=other_id))
    write_line(session, Event.DUPLICATE_WITHDRAWN, one, by=by, at=at, same_as=other.number)
    write_line(session, Event.DUPLICATE_FOUND, other, by=by, at=at, same_as=one.number)
    return one
