"""What follows a restore, at once and by `resume` until it is done: noted, anchors fit, erased again."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, privacy
from provisioner.backups.making import OBJECT
from provisioner.backups.tables import Restoration
from provisioner.backups.waiting import waiting
from provisioner.database import Database
from provisioner.journal import Event, anchors
from provisioner.journal.tables import AuditEntry


@dataclass(frozen=True)
class Settled:
    """What came of it this time."""

    anchors_set_aside: int
    erased: int


def settle(database: Database) -> Settled:
    """Do whatever of it was not done yet; needs the newest schema, and sessions that write to the journal.

    Raises OSError, and what the list of erasures raises; then the rest is done the next time.
    """
    aside = 0
    with database.transaction() as session:
        # Of two who settle at once one waits for the other.
        for one in [one for one in waiting(session) if not _is_noted(session, one)]:
            aside += _note(session, database, one)
    return Settled(aside, privacy.catch_up(database))


def _is_noted(session: Session, restored: Restoration) -> bool:
    line = sa.select(AuditEntry.seq).where(
        AuditEntry.event == Event.BACKUP_RESTORED, AuditEntry.object_id == restored.made_at.isoformat(),
        AuditEntry.at >= restored.restored_at,
    )  # fmt: skip
    return session.scalar(line.limit(1)) is not None


def _note(session: Session, database: Database, restored: Restoration) -> int:
    """Anchors of lines that are lost go first: without them nobody need be told of it again."""
    before = sa.select(sa.func.max(AuditEntry.seq)).where(AuditEntry.at < restored.restored_at)
    position, keeper, aside = session.scalar(before) or 0, journal.keeper_of(session), 0
    if keeper is not None:
        aside = anchors.set_aside(keeper.anchors / anchors.FILE, position, restored.restored_at)
    journal.record(
        session, Event.BACKUP_RESTORED, at=max(database.now(session), restored.restored_at), actor=journal.OPERATOR,
        object_type=OBJECT, object_id=restored.made_at.isoformat(), position=position, anchors_set_aside=aside,
    )  # fmt: skip
    return aside
