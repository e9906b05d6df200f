"""Looking into the database of a desk under test."""

from typing import TypeVar

import sqlalchemy as sa

from provisioner.applications.tables import Application
from provisioner.database import Database
from provisioner.database.columns import Base
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry

Row = TypeVar("Row", bound=Base)


def rows(database: Database, kind: type[Row]) -> list[Row]:
    """All rows of a table."""
    with database.reading() as session:
        return list(session.scalars(sa.select(kind)).unique())


def events(database: Database) -> list[Event]:
    """What the journal says was done, oldest first; looks at cases are left out."""
    done = sa.select(AuditEntry.event).where(AuditEntry.event != Event.CASE_VIEWED)
    with database.reading() as session:
        return list(session.scalars(done.order_by(AuditEntry.seq)))


def count(database: Database, kind: type[Base] = Application) -> int:
    """How many rows a table has."""
    return len(rows(database, kind))
