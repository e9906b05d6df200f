"""Who looked at a customer's case: one line a person, case and hour, beside the case's own history."""

from collections.abc import Collection, Sequence
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


_DECIDES = sa.func.coalesce(AuditEntry.details["decides"].as_boolean(), sa.true())
"""Whether the line is of somebody who may approve; one from before this was said counts as if so."""


def all_viewed(
    session: Session, case_ids: Collection[UUID], *, by: UUID, at: datetime, decides: bool
) -> Sequence[UUID]:
    """Write a line for each case that one page shows, unless this person was written down so for it in this hour;
    gives those for which it was.
    """
    # Of two looks at the same moment the second waits here, and sees the line of the first.
    journal.wait_for_turn(session)
    actor = journal.staff(by)
    recent = sa.select(AuditEntry.object_id).where(
        AuditEntry.object_type == LOOKED_AT, AuditEntry.object_id.in_([str(one) for one in case_ids]),
        AuditEntry.actor == actor, AuditEntry.at > at - EVERY, _DECIDES if decides else sa.true(),
    )  # fmt: skip
    known = set(session.scalars(recent))
    new = [one for one in case_ids if str(one) not in known]
    for one in new:
        journal.record(
            session, Event.CASE_VIEWED, at=at, actor=actor, object_type=LOOKED_AT, object_id=one, decides=decides
        )
    return new


def seen_by_approver(case_id: UUID, *, but: UUID) -> sa.ColumnElement[bool]:
    """Whether somebody who may approve, this person left out, has ever looked at the case."""
    return sa.exists().where(
        AuditEntry.object_type == LOOKED_AT, AuditEntry.object_id == str(case_id),
        AuditEntry.actor != journal.staff(but), _DECIDES,
    )  # fmt: skip
