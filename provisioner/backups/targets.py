"""Where a backup is put back: nothing that stands there is lost unless its name was given, and nobody may be at it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from provisioner.backups.errors import BackupRefused
from provisioner.backups.packing import Write
from provisioner.backups.postgres import EMPTIED, loading
from provisioner.backups.sqlite import check, in_use, is_empty, mark, put, remove

OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)


class Target(Protocol):
    """A database to be filled."""

    def check_free(self, replace: Collection[str]) -> None:
        """Raises BackupRefused unless it is empty, or may be replaced by its name and nobody uses it."""

    def filling(self, marks: Sequence[str]) -> AbstractContextManager[Write]:
        """Takes the content, and adds the statements; all of it at the end, or nothing. Raises BackupRefused."""


@dataclass(frozen=True)
class Sqlite:
    """A file."""

    file: Path

    def check_free(self, replace: Collection[str]) -> None:
        """See `Target`."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if is_empty(self.file):
            return
        _named(self.file.name, replace)
        if in_use(self.file):
            raise BackupRefused(f"{self.file.name} is in use: stop the desk and the worker first")

    @contextmanager
    def filling(self, marks: Sequence[str]) -> Iterator[Write]:
        """See `Target`."""
        begun = self.file.with_name(f".{self.file.name}.restored")
        try:
            remove(begun)
            begun.touch(mode=0o600)
            with begun.open("wb") as out:
                yield out.write
            check(begun)
            mark(begun, marks)
            put(begun, self.file)
        except OSError as error:
            raise BackupRefused(f"{error.filename or self.file}: {error.strerror}; nothing was changed") from None
        finally:
            remove(begun)


@dataclass(frozen=True)
class Postgres:
    """A database on a server."""

    url: sa.URL

    def check_free(self, replace: Collection[str]) -> None:
        """See `Target`."""
        with self._connected() as connection:
            if not sa.inspect(connection).get_table_names():
                return
            _named(str(self.url.database), replace)
            if connection.scalar(OTHERS):
                raise BackupRefused(f"the database {self.url.database} is in use: stop whoever works with it first")

    @contextmanager
    def filling(self, marks: Sequence[str]) -> Iterator[Write]:
        """See `Target`."""
        told = "".join(f"{one};\n" for one in ("RESET search_path", *marks)) if marks else ""
        with self._connected() as connection:
            full = bool(sa.inspect(connection).get_table_names())
        with loading(self.url, first=EMPTIED if full else "", last=told) as write:
            yield write

    def empty(self) -> None:
        """Take out everything."""
        with self._connected() as connection:
            connection.exec_driver_sql(EMPTIED)
            connection.commit()

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        engine = sa.create_engine(self.url, poolclass=sa.NullPool, hide_parameters=True)
        with engine.connect() as connection:
            yield connection


def _named(name: str, replace: Collection[str]) -> None:
    if name not in replace:
        raise BackupRefused(f"the database {name} is not empty: to have it replaced by the backup add --replace {name}")
