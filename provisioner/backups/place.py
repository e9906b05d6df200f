"""The folder of the backups: a file is there under its name when it is whole and on the disk, or not at all."""

import errno
import hashlib
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from provisioner.backups.errors import BackupRefused, NotRemoved
from provisioner.disk import keep_names

NAME = re.compile(r"account-desk-\d{8}T\d{6}Z\.age")
A_DAY = "account-desk-20261127"
"""As much of a name as says of which day it is."""
BEGUN = ".begun"
LEFT_BEHIND_SECONDS = 24 * 3600
"""What a killed backup left is removed after so long: until then another one may be writing it."""
BLOCK = 1024 * 1024


class Written:
    """The file while it is written; counts and digests what goes to the disk."""

    def __init__(self, place: Path, file: BinaryIO) -> None:
        self._place, self._file, self.bytes, self._digest = place, file, 0, hashlib.sha256()
        self._read_back = 0

    def write(self, content: bytes, /) -> object:
        """Take them all."""
        self._digest.update(content)
        self.bytes += len(content)
        return self._file.write(content)

    def on_disk(self) -> Path:
        """Where all of it lies until it gets its name, read back from the disk. Raises BackupRefused, OSError."""
        if self._read_back < self.bytes:
            self._file.flush()
            os.fsync(self._file.fileno())
            if _digest(self._place) != self.sha256:
                raise BackupRefused(f"what lies in {self._place.parent} is not what was written: look at the disk")
            self._read_back = self.bytes
        return self._place

    @property
    def sha256(self) -> str:
        """Of all that was written."""
        return self._digest.hexdigest()


def name_at(moment: datetime) -> str:
    """What a backup of this moment is called; names stand in the order of their moments."""
    return f"account-desk-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}.age"


@contextmanager
def new_file(folder: Path, name: str) -> Iterator[Written]:
    """Write a file that gets its name at the end, when it was read back and is what was written.

    Whatever goes wrong leaves nothing behind. Raises BackupRefused.
    """
    begun = folder / f".{name}{BEGUN}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_left_behind(folder)
        with _deleted_unless_done(begun):
            descriptor = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb", buffering=BLOCK) as file:
                written = Written(begun, file)
                yield written
                written.on_disk()
            begun.rename(folder / name)
            keep_names(folder)
    except FileExistsError:
        raise BackupRefused(f"another backup is being made in {folder}") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupRefused(f"the disk of {folder} is full; nothing was left there") from None
        raise BackupRefused(f"{error.filename or folder}: {error.strerror}") from None


@dataclass(frozen=True)
class Keep:
    """Which stay: the newest, and of each of the last days that have any the newest of that day."""

    newest: int
    days: int = 0

    def of(self, names: Sequence[str]) -> frozenset[str]:
        """Those among the names of a folder that stay."""
        known = sorted(names)
        of_a_day = {name[: len(A_DAY)]: name for name in known}
        days = sorted(of_a_day)[-self.days :] if self.days else []
        return frozenset(known[-self.newest :]) | {of_a_day[day] for day in days}


def remove_older(folder: Path, keep: Keep) -> Sequence[str]:
    """Remove what need not stay; gives the names of what was removed. Raises NotRemoved."""
    try:
        known = sorted(one.name for one in folder.iterdir() if NAME.fullmatch(one.name))
        old = sorted({*known} - keep.of(known))
        for name in old:
            (folder / name).unlink()
    except OSError as error:
        raise NotRemoved(f"older ones in {folder} cannot be removed: {error.strerror}") from None
    return old


@contextmanager
def _deleted_unless_done(begun: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except BaseException:
        begun.unlink(missing_ok=True)
        raise


def _remove_left_behind(folder: Path) -> None:
    for one in folder.glob(f".account-desk-*{BEGUN}"):
        if time.time() - one.stat().st_mtime > LEFT_BEHIND_SECONDS:
            one.unlink(missing_ok=True)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        # Asks the disk, where the system allows it, and not the memory in which it was just written.
        os.posix_fadvise(content.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(content, "sha256").hexdigest()
