"""A journal for tests: a keeper with a known key, lines written, and what stands in the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.database import Database
from provisioner.journal import Event, Keeper
from provisioner.journal.keeper import KEEPER
from provisioner.journal.tables import AuditEntry, AuditSeal
from tests.factories import NOW

KEY = "a key of tests for the journal, long enough"
NEWER = "the key after it, of tests and long enough as well"


def keeper(folder: Path = Path("anchors"), key: str = KEY) -> Keeper:
    return Keeper(key, folder)


def knowing(*keys: str, folder: Path = Path("anchors")) -> Keeper:
    """Whoever was started with all of these keys, the oldest first."""
    return Keeper(keys[-1], folder, ring=keys)


@contextmanager
def opened(url: str, known: Keeper | None = None) -> Iterator[Database]:
    """The database of a process that has the journal's key."""
    database = Database(url, info={KEEPER: known or keeper()})
    yield database
    database.close()


def write(session: Session, name: str, values: journal.Values | None = None) -> None:
    """One line about an object of this name."""
    journal.record(
        session, Event.SETTING_CHANGED, at=NOW, actor=journal.OPERATOR, object_type="office", object_id=name,
        values=values, before=1, after="ż",
    )  # fmt: skip


def written(database: Database, lines: int, values: journal.Values | None = None) -> None:
    """Lines in a transaction each."""
    for number in range(lines):
        with database.transaction() as session:
            write(session, f"line {number + 1}", values)


def chained(database: Database) -> list[tuple[int, str, str, str]]:
    """Position, object, hash before and own hash of each line, in their order."""
    with database.reading() as session:
        rows = session.execute(
            sa.select(AuditSeal.position, AuditEntry.object_id, AuditSeal.previous, AuditSeal.hash)
            .join(AuditEntry, AuditEntry.seq == AuditSeal.entry_seq)
            .order_by(AuditSeal.position)
        )
        return [(position, name, before, own) for position, name, before, own in rows]
