"""A SQLite database as a file of its own: copied while others write, checked, kept from others, put in its place."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from provisioner.backups.errors import BackupRefused
from provisioner.disk import keep_names

BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, and the file itself."""
PATIENCE_SECONDS = 30
HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
LOCK_AT, LOCK_BYTES = 0x4000_0000, 512
"""Where in a file SQLite locks it: https://www.sqlite.org/fileformat.html#the_lock_byte_page."""


@contextmanager
def copied(database: Path) -> Iterator[Path]:
    """A copy of one moment beside the database, on a disk that holds its data anyway; it is gone at the end.

    What was deleted lies in the free pages of a file and not in its copy. Raises BackupRefused.
    """
    copy = database.with_name(f".{database.name}.copy")
    with alone(database.with_name(f".{database.name}.backup-lock"), "another backup of this database is being made"):
        try:
            remove(copy)  # Left by one that was killed.
            created(copy)
            with closing(sqlite3.connect(database, timeout=PATIENCE_SECONDS, isolation_level=None)) as live:
                live.execute("VACUUM INTO ?", (str(copy),))
            check(copy)
            yield copy
        except sqlite3.Error as error:
            raise refused(error, database.parent) from None
        finally:
            remove(copy)


def check(file: Path) -> None:
    """Whether every page and index is right. Raises BackupRefused."""
    _found_by("integrity_check", file)


def check_pages(file: Path) -> None:
    """Whether every page is right, in a fifth of the time: for a copy that is, by its digest, what `check` has seen.

    Raises BackupRefused.
    """
    _found_by("quick_check", file)


def _found_by(pragma: str, file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            (found,) = opened.execute(f"PRAGMA {pragma}(1)").fetchone()
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise BackupRefused(f"the database is damaged: {found}")


def refused(error: sqlite3.Error, folder: Path) -> BackupRefused:
    """What SQLite said, for an operator."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
        return BackupRefused(f"the disk of {folder} is full; nothing was left there")
    return BackupRefused(f"SQLite cannot do it: {error}")


def is_empty(file: Path) -> bool:
    """Whether nothing was ever put there; what SQLite cannot read is not empty."""
    if not file.exists() or not file.stat().st_size:
        return True
    with closing(sqlite3.connect(file, timeout=0)) as opened:
        try:
            return not opened.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.Error:
            return False


@contextmanager
def kept_from_others(file: Path) -> Iterator[None]:
    """While this lasts nobody reads or writes the file, also one that SQLite cannot read.

    Raises BackupRefused where somebody has it open.
    """
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as opened, ExitStack() as damaged:
        try:
            # Only the last one may leave the mode in which all of them work.
            opened.execute("PRAGMA journal_mode=DELETE").fetchone()
            opened.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in HELD:
                raise _in_use(file) from None
            opened.close()
            damaged.enter_context(_locked(file))
        yield


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """The lock that SQLite itself would take, on a file that it refuses to open."""
    with file.open("r+b") as content:
        try:
            fcntl.lockf(content, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCK_BYTES, LOCK_AT)
        except OSError:
            raise _in_use(file) from None
        yield


def _in_use(file: Path) -> BackupRefused:
    return BackupRefused(f"{file.name} is in use: stop the desk and the worker first")


def created(file: Path) -> None:
    """Empty, read by its owner alone before anything is in it. Raises OSError."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def mark(file: Path, statements: Sequence[str]) -> None:
    """Write into a file that nobody else has yet, in one transaction, on the disk when this returns.

    Raises BackupRefused.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as opened:
            for statement in ("BEGIN", *statements, "COMMIT"):
                opened.execute(statement)
    except sqlite3.Error as error:
        raise refused(error, file.parent) from None


def put(new: Path, place: Path) -> None:
    """Give the file its name, at once and for good; what stood there is gone."""
    remove(place, but_not=("",))
    new.replace(place)
    keep_names(place.parent)


def remove(file: Path, but_not: Sequence[str] = ()) -> None:
    """The file and what SQLite keeps beside it."""
    for end in BESIDE:
        if end not in but_not:
            file.with_name(file.name + end).unlink(missing_ok=True)


@contextmanager
def alone(lock: Path, otherwise: str) -> Iterator[None]:
    """One process at a time. Raises BackupRefused with the text given where another one is there."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupRefused(otherwise) from None
    finally:
        os.close(descriptor)
