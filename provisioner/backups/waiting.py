"""A restored database waits: until its operator has compared it with Keycloak the worker carries nothing out."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.backups.tables import Restoration
from provisioner.database import Database
from provisioner.journal import Event

_WAITS = Restoration.released_at.is_(None)


def known(database: Database) -> bool:
    """Whether the schema has a place for it; one that is older can neither be backed up nor wait."""
    with database.engine.execution_options(reading=True).connect() as connection:
        return sa.inspect(connection).has_table(Restoration.__tablename__)


def waiting_count() -> sa.ScalarSelect[int]:
    """How many restores were not released, to be asked for together with others."""
    return sa.select(sa.func.count()).select_from(Restoration).where(_WAITS).scalar_subquery()


def waiting(session: Session) -> Sequence[Restoration]:
    """The restores that were not released, with nobody else at them until this transaction ends."""
    return session.scalars(sa.select(Restoration).where(_WAITS).order_by(Restoration.id).with_for_update()).all()


def waits_since(session: Session) -> datetime | None:
    """When the backup was made from which this database came, while it waits; None where it does not."""
    newest = sa.select(Restoration.made_at).where(_WAITS).order_by(Restoration.id.desc()).limit(1)
    return session.scalars(newest).one_or_none()


def release(session: Session, *, at: datetime) -> bool:
    """Let the worker go on; tells whether it had waited, so that of two who release only one has done it."""
    gone = sa.update(Restoration).where(_WAITS).values(released_at=at).returning(Restoration.id)
    released = session.scalars(gone.execution_options(synchronize_session=False)).all()
    for one in released:
        journal.record(
            session, Event.BACKUP_RELEASED, at=at, actor=journal.OPERATOR, object_type="backup", object_id=one
        )
    return bool(released)
