"""A backup: one sealed file with the databases, the office's files, what its processes are told, and their keys."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.backups.age import BadKey, Recipient, Sealed, recipients_in
from provisioner.backups.contents import erased, files, secrets, told
from provisioner.backups.copying import Copied, copied
from provisioner.backups.errors import BackupRefused, BadBackup, NotNoted
from provisioner.backups.looking import Backup, look
from provisioner.backups.manifest import DESK, ERASED, FILES, KEYCLOAK, SECRETS, SETTINGS, Manifest, Versions
from provisioner.backups.packing import Packer
from provisioner.backups.place import Keep, name_at, new_file, remove_older
from provisioner.backups.postgres import dumped
from provisioner.backups.versions import of_keycloak
from provisioner.backups.waiting import known
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.settings import PREFIX, Settings, SettingsError
from provisioner.settings.declared import BROUGHT_BACK

OBJECT = "backup"
PATIENCE = timedelta(hours=2)
"""A backup that is late by more is missing."""


@dataclass(frozen=True)
class Made:
    """A backup that lies on the disk, and what had to go for it."""

    file: Path
    bytes: int
    said: Manifest
    removed: Sequence[str] = ()

    @property
    def without(self) -> Sequence[str]:
        """The secrets that are not in it, because the process that made it was not given them."""
        return [name for name in BROUGHT_BACK if name not in self.said.secrets]


@dataclass(frozen=True)
class Last:
    """The newest backup this database knows of; one that was restored knows those before its own."""

    at: datetime
    file: str
    bytes: int


def make(settings: Settings, database: Database, folder: Path, keep: Keep | None) -> Made:
    """Make one, open what lies on the disk, note it in the journal, and only then remove what is more than to be kept.

    Raises BackupRefused, SettingsError; then no file is left and none removed. Raises NotNoted, NotRemoved.
    """
    recipients = known_recipients(settings)
    if not known(database):
        raise BackupRefused("the database is empty or older than backups: run `provisioner migrate`")
    with database.transaction() as session:
        now = database.now(session)
    name = name_at(now)
    with new_file(folder, name) as out:
        sealed = Sealed(out, recipients)
        said = _packed(settings, database, Packer(sealed, now), now)
        sealed.end()
        _opens(Backup(out.on_disk(), sealed.writer), said)
    made = Made(folder / name, out.bytes, said)
    _note(database, made, out.sha256)
    return replace(made, removed=remove_older(folder, keep)) if keep else made


def longest(settings: Settings) -> timedelta:
    """How old the newest may be until the next one is missing."""
    return timedelta(hours=settings.backup_hours) + PATIENCE


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


def _packed(settings: Settings, database: Database, packer: Packer, now: datetime) -> Manifest:
    """Ours comes first and Keycloak's after it: with a newer one we catch up alone, an older one asks for people."""
    keycloak, given = keycloak_database(settings), secrets(settings)
    with copied(database) as desk:
        keeper = _keeper(settings, desk)
        packer.stream(DESK, desk.read)
    keycloaks: tuple[str, ...] = ()
    if keycloak is not None:
        keycloaks = of_keycloak(keycloak)
        with dumped(keycloak) as read:
            packer.stream(KEYCLOAK, read)
    _pack_files(packer, settings, given)
    packer.add(ERASED, erased(keeper, desk.said.erased))
    said = Manifest(
        program=version("provisioner"), schema=desk.said.schema, made_at=now, database=database.engine.dialect.name,
        journal=desk.said.journal, counts=desk.said.counts, held=packer.held, secrets=tuple(sorted(given)),
        signed_by=keeper.public_key, versions=Versions(desk.said.version, *keycloaks),
    )  # fmt: skip
    packer.end(said, keeper)
    return said


def _keeper(settings: Settings, desk: Copied) -> journal.Keeper:
    """Who signs it; a backup with another key than its journal's could be restored by nobody."""
    given = journal.keeper_for(settings)
    if given is None or not desk.said.journal.of(given):
        raise SettingsError(f"{PREFIX}JOURNAL_KEY: the journal was sealed with another key")
    return given.named(desk.said.journal.key_id) or given


def _pack_files(packer: Packer, settings: Settings, given: Mapping[str, str]) -> None:
    for name, content in files(settings):
        packer.add(FILES + name, content)
    packer.add(SETTINGS, told(settings))
    packer.add(SECRETS, json.dumps(given, indent=1, sort_keys=True).encode())


def _opens(backup: Backup, said: Manifest) -> None:
    """Read from the disk and opened with the key under which it was just sealed, it is what was packed."""
    try:
        if look(backup).said == said:
            return
    except BadBackup as bad:
        raise BackupRefused(f"what was written cannot be read back: {bad}") from None
    raise BackupRefused("what was written says something else of itself than what was packed")


def _note(database: Database, made: Made, sha256: str) -> None:
    try:
        with database.transaction() as session:
            journal.record(
                session, Event.BACKUP_MADE, at=database.now(session), actor=journal.OPERATOR, object_type=OBJECT,
                object_id=made.file.name, bytes=made.bytes, sha256=sha256, keycloak=made.said.keycloak,
            )  # fmt: skip
    except (sa.exc.SQLAlchemyError, journal.WrongKey) as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0] if str(error) else type(error).__name__
        raise NotNoted(f"{made.file} is whole, but the journal could not take note of it: {why}") from None
