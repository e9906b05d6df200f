"""Opening a backup: first all of it is read and compared with what it says of itself, then parts of it are used."""

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.backups.age import Identity, NotForThisKey, Opened, Unreadable, Writer
from provisioner.backups.errors import BackupRefused, BadBackup, WrongBackupKey
from provisioner.backups.manifest import DESK, ERASED, KEYCLOAK, SECRETS, Manifest
from provisioner.backups.packing import Write, unpack


@dataclass(frozen=True)
class Backup:
    """A file and the key that opens it."""

    file: Path
    reader: Identity | Writer = field(repr=False)

    def unpacked(self, sinks: Mapping[str, Write]) -> Manifest:
        """Read all of it once; see `packing.unpack`. Raises BadBackup, WrongBackupKey, BackupRefused."""
        try:
            with self.file.open("rb") as content:
                return unpack(Opened(content, self.reader), sinks)
        except NotForThisKey as error:
            raise WrongBackupKey(str(error)) from None
        except Unreadable as error:
            raise BadBackup(str(error)) from None
        except OSError as error:
            raise BackupRefused(f"{error.filename or self.file}: {error.strerror}") from None


@dataclass(frozen=True)
class Seen:
    """What a whole and unaltered backup says, the secrets in it, and by which hashes each of its erasures is known."""

    said: Manifest
    secrets: Mapping[str, str] = field(repr=False)
    erased: Sequence[frozenset[str]]


def look(backup: Backup) -> Seen:
    """Read everything, keep little. Raises BadBackup, WrongBackupKey, BackupRefused."""
    secrets, erased = io.BytesIO(), io.BytesIO()
    said = backup.unpacked({SECRETS: secrets.write, ERASED: erased.write})
    if not {DESK, SECRETS, ERASED} <= said.held.keys():
        raise BadBackup("there is no database in it, or no keys")
    return Seen(said, json.loads(secrets.getvalue()), [_names(one) for one in json.loads(erased.getvalue())])


def _names(erased: str | list[str]) -> frozenset[str]:
    """Backups from before keys were exchanged say one hash a case."""
    return frozenset([erased] if isinstance(erased, str) else erased)


def save_files(backup: Backup, folder: Path) -> list[str]:
    """Put the office's files, settings and secrets, a file each, into a new folder that only its owner reads.

    Gives their names.

    Raises BadBackup, WrongBackupKey, BackupRefused.
    """
    seen = look(backup)
    kept = {name: io.BytesIO() for name in seen.said.held if name not in (DESK, KEYCLOAK, ERASED, SECRETS)}
    backup.unpacked({name: one.write for name, one in kept.items()})
    kept |= {f"secrets/{name}": io.BytesIO(value.encode()) for name, value in seen.secrets.items()}
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in kept):
        raise BadBackup("something in it would be written elsewhere")
    try:
        folder.mkdir(mode=0o700, parents=True)
        for name, content in kept.items():
            _write(folder / name, content.getvalue())
    except FileExistsError:
        raise BackupRefused(f"{folder} is there already: name a folder that is not") from None
    except OSError as error:
        raise BackupRefused(f"{error.filename or folder}: {error.strerror}") from None
    return sorted(kept)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        file.touch(mode=0o600)
    file.write_bytes(content)
