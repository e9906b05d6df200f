"""What happened to a case, in the order of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from provisioner import journal
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffMember


@dataclass(frozen=True)
class HistoryLine:
    """One event of a case; `who` is a person's name, or empty for the worker."""

    at: datetime
    who: str
    event: Event
    details: dict[str, Any]
    values: journal.Values


def history(session: Session, object_ids: Sequence[str], *, most: int | None = None) -> list[HistoryLine]:
    """What happened to these objects, or the newest of it, newest first, with people's names."""
    # An actor is written with the hyphens of its id, which SQLite keeps without.
    is_actor = sa.func.replace(AuditEntry.actor, "-", "") == "staff:" + sa.func.replace(
        sa.cast(StaffMember.id, sa.String), "-", ""
    )
    entries = session.execute(
        sa.select(AuditEntry, StaffMember.name)
        .outerjoin(StaffMember, is_actor)
        .options(joinedload(AuditEntry.values))
        .where(AuditEntry.object_type.in_(("application", "account")), AuditEntry.object_id.in_(object_ids))
        .order_by(AuditEntry.seq.desc())
        .limit(most)
    )
    return [
        HistoryLine(
            entry.at,
            who or "",
            entry.event,
            entry.details,
            {value.field: (value.before, value.after) for value in entry.values},
        )
        for entry, who in entries.unique()
    ]
