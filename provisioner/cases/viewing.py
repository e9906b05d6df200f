"""Who looked at a customer's case: one line a person, case and hour, beside the case's own history."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry

LOOKED_AT = "view"
"""The kind of object of such a line, so that the history of a case tells what was done to it and no look at it."""
EVERY = timedelta(hours=1)


def viewed(session: Session, case_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Write the line unless this person was written down for this case within the hour; gives whether it was."""
    # Of two looks at the same moment the second waits here, and sees the line of the first.
    journal.wait_for_turn(session)
    actor = journal.staff(by)
    recent = sa.select(AuditEntry.seq).where(
        AuditEntry.object_type == LOOKED_AT, AuditEntry.object_id == str(case_id), AuditEntry.actor == actor,
        AuditEntry.at > at - EVERY,
    )  # fmt: skip
    if session.scalar(recent.limit(1)) is not None:
        return False
    journal.record(session, Event.CASE_VIEWED, at=at, actor=actor, object_type=LOOKED_AT, object_id=case_id)
    return True


def viewed_by_others(session: Session, case_id: UUID, *, than: UUID) -> bool:
    """Whether anybody else has ever looked at the case; a look of this very moment comes before or after the answer."""
    journal.wait_for_turn(session)
    looks = sa.select(AuditEntry.seq).where(
        AuditEntry.object_type == LOOKED_AT, AuditEntry.object_id == str(case_id),
        AuditEntry.actor != journal.staff(than),
    )  # fmt: skip
    return session.scalar(looks.limit(1)) is not None
