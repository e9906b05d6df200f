"""Where a backup is put back: nothing that stands there is lost unless its name was given, and nobody may be at it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from provisioner.backups.errors import BackupRefused
from provisioner.backups.packing import Write
from provisioner.backups.postgres import EMPTIED, connected, loading
from provisioner.backups.sqlite import alone, check_pages, created, is_empty, kept_from_others, mark, put, remove
from provisioner.backups.versions import not_older, of_server

NOBODY_ELSE = """
DO $$ BEGIN
  FOR waited IN 1..20 LOOP
    PERFORM pg_stat_clear_snapshot();
    IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                   AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend')
      THEN RETURN; END IF;
    PERFORM pg_sleep(0.1);
  END LOOP;
  RAISE EXCEPTION 'it is in use: stop whoever works with it first';
END $$;"""
"""Asked before anything is done, and where nobody can do anything any more; whoever goes at once is waited for, such as
a service's question whether the server is well. Of another role's session the owner is not told what it is, only whose;
PostgreSQL's own helpers are nobody's."""


class Target(Protocol):
    """A database to be filled."""

    @property
    def name(self) -> str:
        """By which it is named where it may be replaced."""

    def reserved(self, replace: Collection[str]) -> AbstractContextManager[None]:
        """Nobody else fills or uses it meanwhile.

        Raises BackupRefused unless it is empty, or may be replaced by its name and nobody uses it.
        """

    def filling(self, marks: Sequence[str]) -> AbstractContextManager[Write]:
        """Takes the content, and adds the statements; all of it at the end, or nothing. Raises BackupRefused."""


@dataclass(frozen=True)
class Sqlite:
    """A file."""

    file: Path

    @property
    def name(self) -> str:
        """See `Target`."""
        return self.file.name

    @contextmanager
    def reserved(self, replace: Collection[str]) -> Iterator[None]:
        """See `Target`."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = self.file.with_name(f".{self.file.name}.restore-lock")
            with alone(lock, f"another restore into {self.file.name} is at work"), ExitStack() as old:
                if not is_empty(self.file):
                    _named(self.name, replace)
                    old.enter_context(kept_from_others(self.file))
                yield
        except OSError as error:
            raise BackupRefused(f"{error.filename or self.file}: {error.strerror}") from None

    @contextmanager
    def filling(self, marks: Sequence[str]) -> Iterator[Write]:
        """See `Target`."""
        begun = self.file.with_name(f".{self.file.name}.restored")
        try:
            remove(begun)
            created(begun)
            with begun.open("wb") as out:
                yield out.write
            check_pages(begun)
            mark(begun, marks)
            put(begun, self.file)
        except OSError as error:
            raise BackupRefused(f"{error.filename or self.file}: {error.strerror}; nothing was changed") from None
        finally:
            remove(begun)


@dataclass(frozen=True)
class Postgres:
    """A database on a server, to be filled from a backup of one of the version given, where that is known."""

    url: sa.URL
    wrote: str = ""

    @property
    def name(self) -> str:
        """See `Target`."""
        return str(self.url.database)

    @contextmanager
    def reserved(self, replace: Collection[str]) -> Iterator[None]:
        """See `Target`; whoever comes after this is seen within the transaction that fills it."""
        with connected(self.url) as connection:
            not_older(self.wrote, of_server(connection), f"the server of {self.name}")
            if sa.inspect(connection).get_table_names():
                _named(self.name, replace)
                connection.exec_driver_sql(NOBODY_ELSE)
        yield

    @contextmanager
    def filling(self, marks: Sequence[str]) -> Iterator[Write]:
        """See `Target`."""
        told = "".join(f"{one};\n" for one in ("RESET search_path", *marks)) if marks else ""
        with connected(self.url) as connection:
            full = bool(sa.inspect(connection).get_table_names())
        with loading(self.url, first=f"{EMPTIED if full else ''}\n{NOBODY_ELSE}", last=told) as write:
            yield write

    def empty(self) -> None:
        """Take out everything."""
        with connected(self.url) as connection:
            connection.exec_driver_sql(EMPTIED)
            connection.commit()


def _named(name: str, replace: Collection[str]) -> None:
    if name not in replace:
        raise BackupRefused(f"the database {name} is not empty: to have it replaced by the backup add --replace {name}")
