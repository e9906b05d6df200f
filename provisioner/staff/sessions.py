"""Sessions that are over: ended one by one with a line in the journal, or removed at night."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.staff.members import signed_out
from provisioner.staff.tables import StaffSession

KEPT = timedelta(days=1)
"""No session lives longer, whatever the settings say; one that ended is good for nothing after that."""


def end_sessions(session: Session, chosen: sa.ColumnElement[bool], *, at: datetime) -> None:
    """Remove the sessions that fit the condition, with one line in the journal for each person they were of."""
    gone = session.execute(sa.delete(StaffSession).where(chosen).returning(StaffSession.staff_id))
    for staff_id in sorted({staff_id for (staff_id,) in gone if staff_id}, key=str):
        signed_out(session, staff_id, at=at)


def sweep_sessions(session: Session, now: datetime, most: int) -> int:
    """Remove up to `most` sessions nobody has used for a day; gives how many."""
    old = sa.select(StaffSession.id_hash).where(StaffSession.last_seen_at < now - KEPT).limit(most)
    gone = sa.delete(StaffSession).where(StaffSession.id_hash.in_(old)).execution_options(synchronize_session=False)
    return int(session.execute(gone).rowcount)  # type: ignore[attr-defined]
