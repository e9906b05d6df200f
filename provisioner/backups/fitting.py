"""Whether a backup may be put back here: kind, schema, key, signature, and the list of what was erased since."""

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from provisioner import journal
from provisioner.backups.errors import BackupRefused
from provisioner.backups.looking import Seen
from provisioner.backups.manifest import Manifest
from provisioner.backups.versions import programs_fit
from provisioner.database.standing import is_known
from provisioner.journal import anchors
from provisioner.privacy.remembered import BadList, read
from provisioner.settings import PREFIX, Settings


@dataclass(frozen=True)
class Allowed:
    """What an operator has said about what may be lost."""

    replace: Collection[str] = ()
    without_erasure_list: bool = False


def fit(settings: Settings, seen: Seen, allowed: Allowed) -> int | None:
    """Gives how many erasures the list outside knows, None where it is lost. Raises BackupRefused."""
    said = seen.said
    if said.database != sa.make_url(settings.database).get_backend_name():
        raise BackupRefused(f"the backup is of {said.database}: set {PREFIX}DATABASE_URL to a database of that kind")
    if not is_known(said.schema):
        raise BackupRefused(f"the backup's schema {said.schema} is newer than this program: install the newer version")
    programs_fit(said, keycloak=bool(settings.keycloak_database_url))
    keeper = _ours(settings, said)
    if not allowed.without_erasure_list:
        _newest(settings, keeper)
    for folder in (settings.anchors, settings.erasures.parent):
        _writable(folder)
    return _listed(settings.erasures, seen, allowed)


def _ours(settings: Settings, said: Manifest) -> journal.Keeper:
    keeper = journal.keeper_for(settings)
    if keeper is None or not said.journal.of(keeper):
        raise BackupRefused(
            f"{PREFIX}JOURNAL_KEY is not the key of the journal in it, nor one before it: `provisioner backup-files` "
            "brings that out"
        )
    if said.signed_by not in (one.public_key for one in keeper.known):
        raise BackupRefused(f"it was not signed with the key of this journal, but with {said.signed_by}")
    return keeper


def _newest(settings: Settings, keeper: journal.Keeper) -> None:
    """With the keys of an older backup alone nobody on the list is known who was erased under a later one."""
    file = settings.anchors / anchors.FILE
    try:
        later = anchors.signers(file) - {one.public_key for one in keeper.known}
    except OSError as error:
        raise BackupRefused(f"{file} cannot be read: {error.strerror}") from None
    if later:
        raise BackupRefused(
            f"{file} bears signatures of {min(later)}, which is no key set here: the journal's key was exchanged after "
            f"this backup, and without it whoever was erased since comes back. Set {PREFIX}JOURNAL_KEY and …_FORMER as "
            "they were last, or add --without-erasure-list if that key is lost"
        )


def _writable(folder: Path) -> None:
    """What follows a restore is written there; better found out before anything is replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BackupRefused(f"{folder} cannot be written to: {error.strerror}") from None


def _listed(file: Path, seen: Seen, allowed: Allowed) -> int | None:
    if not file.is_file():
        if allowed.without_erasure_list:
            return None
        raise BackupRefused(
            f"the list of erasures is not at {file}: without it whoever was erased after the backup comes back. Bring "
            "it there, or add --without-erasure-list if it is lost or nobody was ever erased"
        )
    try:
        listed = read(file)
    except (BadList, OSError, ValueError) as error:
        raise BackupRefused(f"the list of erasures cannot be read: {error}") from None
    missing = sum(not names & listed.keys() for names in seen.erased)
    if missing and not allowed.without_erasure_list:
        raise BackupRefused(
            f"the list of erasures at {file} lacks {missing} that the backup knows: it is an older copy, or another "
            "desk's. Bring the newest there, or add --without-erasure-list if that is lost"
        )
    return len(listed)
