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
    entries = session.execute(
        sa.select(AuditEntry, *_names(), SentMail)
        .outerjoin(SentMail, SentMail.id == AuditEntry.details[MAIL].as_integer())
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
            whom or "",
            mail,
        )
        for entry, who, whom, mail in entries.unique()
    ]


def _names() -> tuple[sa.ScalarSelect[str], sa.ScalarSelect[str]]:
    """Whose names a line tells: who did it, and to whom something was put.

    Asked line by line: of a join that no index leads SQLite expects so much that it reads all the journal.
    """
    member = _bare(sa.cast(StaffMember.id, sa.String))
    name = sa.select(StaffMember.name)
    return (
        name.where(_bare(sa.cast(AuditEntry.actor, sa.String)) == "staff:" + member).scalar_subquery(),
        name.where(_bare(AuditEntry.details[journal.RECEIVER].as_string()) == member).scalar_subquery(),
    )


def _bare(written: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """An id as text: the journal writes it with hyphens, SQLite keeps it without."""
    return sa.func.replace(written, "-", "")
