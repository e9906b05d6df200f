"""A backup: one sealed file with the databases, the office's files, what its processes are told, and their keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.backups.age import BadKey, Recipient, Sealed, recipients_in
from provisioner.backups.contents import files, secrets, told
from provisioner.backups.copying import Copied, copied
from provisioner.backups.errors import BackupRefused
from provisioner.backups.manifest import DESK, FILES, KEYCLOAK, SECRETS, SETTINGS, Manifest
from provisioner.backups.packing import Packer
from provisioner.backups.place import name_at, new_file, remove_older
from provisioner.backups.postgres import dumped
from provisioner.backups.waiting import known
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.settings import PREFIX, Settings, SettingsError

OBJECT = "backup"


@dataclass(frozen=True)
class Made:
    """A backup that lies on the disk, and what had to go for it."""

    file: Path
    bytes: int
    said: Manifest
    removed: Sequence[str]


@dataclass(frozen=True)
class Last:
    """The newest backup this database knows of; one that was restored knows those before its own."""

    at: datetime
    file: str
    bytes: int


def make(settings: Settings, database: Database, folder: Path, keep: int | None) -> Made:
    """Make one, read it back, note it in the journal and only then remove what is more than to be kept.

    Ours comes first and Keycloak's after it: with a newer Keycloak we catch up alone, an older one asks for people.
    Raises BackupRefused, SettingsError; then no file is left and none removed.
    """
    recipients = known_recipients(settings)
    keycloak = keycloak_database(settings)
    if not known(database):
        raise BackupRefused("the database is empty or older than backups: run `provisioner migrate`")
    with database.transaction() as session:
        now = database.now(session)
    name = name_at(now)
    with new_file(folder, name) as out:
        sealed = Sealed(out, recipients)
        packer = Packer(sealed, now)
        with copied(database) as desk:
            _key_fits(settings, desk)
            packer.stream(DESK, desk.read)
        if keycloak is not None:
            with dumped(keycloak) as read:
                packer.stream(KEYCLOAK, read)
        _pack_files(packer, settings)
        said = _manifest(database, now, desk, packer)
        packer.end(said)
        sealed.end()
    with database.transaction() as session:
        journal.record(
            session, Event.BACKUP_MADE, at=database.now(session), actor=journal.OPERATOR, object_type=OBJECT,
            object_id=name, bytes=out.bytes, sha256=out.sha256, keycloak=said.keycloak,
        )  # fmt: skip
    removed = remove_older(folder, keep) if keep else []
    return Made(folder / name, out.bytes, said, removed)


def last(session: Session) -> Last | None:
    """The newest that was made of this database."""
    newest = sa.select(AuditEntry).where(AuditEntry.event == Event.BACKUP_MADE).order_by(AuditEntry.seq.desc())
    line = session.scalars(newest.limit(1)).one_or_none()
    return Last(line.at, line.object_id, line.details["bytes"]) if line else None


def known_recipients(settings: Settings) -> Sequence[Recipient]:
    """Whose keys open the backups. Raises SettingsError."""
    settings.require("backup_recipients", "journal_key")
    try:
        return recipients_in(settings.backup_recipients)
    except BadKey as error:
        raise SettingsError(f"{PREFIX}BACKUP_RECIPIENTS: {error}") from None


def keycloak_database(settings: Settings) -> sa.URL | None:
    """Where Keycloak keeps its users and their passwords, where we are told."""
    return sa.make_url(settings.keycloak_database_url) if settings.keycloak_database_url else None


def _key_fits(settings: Settings, desk: Copied) -> None:
    """A backup with another key than its journal's could be restored by nobody."""
    keeper, sealed_by = journal.keeper_for(settings), desk.said.journal.key_id
    if sealed_by and (keeper is None or keeper.key_id != sealed_by):
        raise SettingsError(f"{PREFIX}JOURNAL_KEY: the journal was sealed with another key")


def _pack_files(packer: Packer, settings: Settings) -> None:
    for name, content in files(settings):
        packer.add(FILES + name, content)
    packer.add(SETTINGS, told(settings))
    packer.add(SECRETS, secrets(settings))


def _manifest(database: Database, now: datetime, desk: Copied, packer: Packer) -> Manifest:
    return Manifest(
        program=version("provisioner"), schema=desk.said.schema, made_at=now, database=database.engine.dialect.name,
        journal=desk.said.journal, counts=desk.said.counts, held=packer.held,
    )  # fmt: skip
