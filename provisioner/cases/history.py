"""What happened to a case, in the order of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from provisioner import journal
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.mail.sent import MAIL
from provisioner.mail.tables import SentMail
from provisioner.staff.tables import StaffMember


@dataclass(frozen=True)
class HistoryLine:
    """One event of a case; `who` is a person's name, or empty for the worker, `whom` to whom something was put.

    `mail` is the one it tells of, as it left.
    """

    at: datetime
    who: str
    event: Event
    details: dict[str, Any]
    values: journal.Values
    whom: str = ""
    mail: SentMail | None = None


def history(session: Session, object_ids: Sequence[str], *, most: int | None = None) -> list[HistoryLine]:
    """What happened to these objects, or the newest of it, newest first, with people's names."""
    actor, receiver = aliased(StaffMember), aliased(StaffMember)
    given_to = AuditEntry.details[journal.RECEIVER].as_string()
    entries = session.execute(
        sa.select(AuditEntry, actor.name, receiver.name, SentMail)
        .outerjoin(actor, _bare(sa.cast(AuditEntry.actor, sa.String)) == "staff:" + _bare(sa.cast(actor.id, sa.String)))
        .outerjoin(receiver, _bare(given_to) == _bare(sa.cast(receiver.id, sa.String)))
        .outerjoin(SentMail, SentMail.id == AuditEntry.details[MAIL].as_integer())
        .options(joinedload(AuditEntry.values))
        .where(AuditEntry.object_type.in_(("application", "account")), AuditEntry.object_id.in_(object_ids))
        # No bare column: SQLite would read the whole journal backwards to be spared the sorting of a few lines.
        .order_by((AuditEntry.seq + 0).desc())
        .limit(most)
    )
    return [
        HistoryLine(
            entry.at,
            who or "",
            entry.event,
            entry.details,
            {value.field: (value.before, value.after) for value in entry.values},
            whom or "",
            mail,
        )
        for entry, who, whom, mail in entries.unique()
    ]


def _bare(written: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """An id as text: the journal writes it with hyphens, SQLite keeps it without."""
    return sa.func.replace(written, "-", "")
