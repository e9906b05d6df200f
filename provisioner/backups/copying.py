"""The desk's own database at one moment, while it is written to: what it says of itself, and its content."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from provisioner.backups.packing import Read
from provisioner.backups.postgres import dumped
from provisioner.backups.reading import Facts, facts
from provisioner.backups.sqlite import copied as copied_file
from provisioner.database import Database


@dataclass(frozen=True)
class Copied:
    """Both of the same moment."""

    said: Facts
    read: Read


@contextmanager
def copied(database: Database) -> Iterator[Copied]:
    """The copy for as long as it is needed. Raises BackupRefused."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite":
        with copied_file(Path(str(url.database))) as file:
            yield from _of_file(file)
        return
    with database.reading() as session:
        connection = session.connection()
        said = facts(connection)
        snapshot = connection.scalar(sa.select(sa.func.pg_export_snapshot()))
        with dumped(url, str(snapshot)) as read:
            yield Copied(said, read)


def _of_file(file: Path) -> Iterator[Copied]:
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        said = facts(connection)
    engine.dispose()
    with file.open("rb") as content:
        yield Copied(said, content.read)
