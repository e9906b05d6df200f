"""A SQLite database as a file of its own: copied while others write, checked, put in its place."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from provisioner.backups.errors import BackupRefused

BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, and the file itself."""
PATIENCE_SECONDS = 30


@contextmanager
def copied(database: Path) -> Iterator[Path]:
    """A copy of one moment beside the database, on a disk that holds its data anyway; it is gone at the end.

    What was deleted lies in the free pages of a file and not in its copy. Raises BackupRefused.
    """
    copy = database.with_name(f".{database.name}.copy")
    with _alone(database.with_name(f".{database.name}.backup-lock")):
        try:
            remove(copy)  # Left by one that was killed.
            with closing(sqlite3.connect(database, timeout=PATIENCE_SECONDS, isolation_level=None)) as live:
                live.execute("VACUUM INTO ?", (str(copy),))
            copy.chmod(0o600)
            check(copy)
            yield copy
        except sqlite3.Error as error:
            raise refused(error, database.parent) from None
        finally:
            remove(copy)


def check(file: Path) -> None:
    """Whether every page and index is right. Raises BackupRefused, sqlite3.Error."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
        (found,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise BackupRefused(f"the database is damaged: {found}")


def refused(error: sqlite3.Error, folder: Path) -> BackupRefused:
    """What SQLite said, for an operator."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
        return BackupRefused(f"the disk of {folder} is full; nothing was left there")
    return BackupRefused(f"the database cannot be copied: {error}")


def is_empty(file: Path) -> bool:
    """Whether nothing was ever put there."""
    if not file.exists():
        return True
    with closing(sqlite3.connect(file)) as opened:
        return not opened.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def in_use(file: Path) -> bool:
    """Whether another process has it open: only the last one may leave the mode in which all of them work."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as opened:
        try:
            opened.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError:
            return True
    return False


def mark(file: Path, statements: Sequence[str]) -> None:
    """Write into a file that nobody else has yet, in one transaction, on the disk when this returns."""
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        for statement in ("BEGIN", *statements, "COMMIT"):
            opened.execute(statement)


def put(new: Path, place: Path) -> None:
    """Give the file its name, at once and for good; what stood there is gone."""
    remove(place, but_not=("",))
    new.replace(place)
    descriptor = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(file: Path, but_not: Sequence[str] = ()) -> None:
    """The file and what SQLite keeps beside it."""
    for end in BESIDE:
        if end not in but_not:
            file.with_name(file.name + end).unlink(missing_ok=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupRefused("another backup of this database is being made") from None
    finally:
        os.close(descriptor)
