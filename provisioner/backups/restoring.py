"""Putting a backup back: all of it or nothing, and what comes back waits until it was compared with Keycloak."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from provisioner import journal, privacy
from provisioner.backups.errors import BackupRefused
from provisioner.backups.looking import Backup, look
from provisioner.backups.making import OBJECT, keycloak_database
from provisioner.backups.manifest import DESK, KEYCLOAK, Manifest
from provisioner.backups.tables import Restoration
from provisioner.backups.targets import Postgres, Sqlite, Target
from provisioner.database import Database, schema
from provisioner.journal import Event, anchors
from provisioner.settings import PREFIX, Settings
from provisioner.staff.tables import StaffSession


@dataclass(frozen=True)
class Allowed:
    """What an operator has said about what may be lost."""

    replace: Collection[str] = ()
    without_erasure_list: bool = False


@dataclass(frozen=True)
class Restored:
    """What was put back, and what came of it; `erased` is None where the schema has to be migrated first."""

    said: Manifest
    keycloak: bool
    anchors_set_aside: int
    erased: int | None


def restore(settings: Settings, backup: Backup, allowed: Allowed, now: datetime) -> Restored:
    """Read the whole backup, refuse whatever does not fit, then fill the databases it holds.

    Raises BackupRefused, BadBackup, WrongBackupKey, SettingsError, and whatever the list of erasures raises.
    """
    settings.require("journal_key")
    said = look(backup).said
    _fits(settings, said, allowed)
    desk, keycloak = _desk(settings), _keycloak(settings, said)
    for one in filter(None, (desk, keycloak)):
        one.check_free(allowed.replace)
    if keycloak is not None:
        with keycloak.filling(()) as write:
            backup.unpacked({KEYCLOAK: write})
    with desk.filling(_marks(settings, said, now)) as write:
        backup.unpacked({DESK: write})
    return _afterwards(settings, said, now, keycloak=keycloak is not None)


def _fits(settings: Settings, said: Manifest, allowed: Allowed) -> None:
    if said.database != sa.make_url(settings.database).get_backend_name():
        raise BackupRefused(f"the backup is of {said.database}: set {PREFIX}DATABASE_URL to a database of that kind")
    if not schema.is_known(said.schema):
        raise BackupRefused(f"the backup's schema {said.schema} is newer than this program: install the newer version")
    keeper = journal.keeper_for(settings)
    if said.journal.key_id and (keeper is None or keeper.key_id != said.journal.key_id):
        raise BackupRefused(
            f"{PREFIX}JOURNAL_KEY is not the key of the journal in it: `provisioner backup-files` brings that out"
        )
    listed = settings.erasures.is_file() or allowed.without_erasure_list
    if said.counts.get("erasure") and not listed:
        raise BackupRefused(
            f"the list of erasures is not at {settings.erasures}: without it whoever was erased after the backup comes "
            "back. Bring it there, or add --without-erasure-list if it is lost"
        )


def _desk(settings: Settings) -> Target:
    url = sa.make_url(settings.database)
    return Sqlite(Path(str(url.database))) if url.get_backend_name() == "sqlite" else Postgres(url)


def _keycloak(settings: Settings, said: Manifest) -> Target | None:
    url = keycloak_database(settings) if said.keycloak else None
    return Postgres(url) if url is not None else None


def _marks(settings: Settings, said: Manifest, now: datetime) -> Sequence[str]:
    """The database waits from its first moment, and nobody is signed in."""
    mark = sa.insert(_table(Restoration)).values(made_at=said.made_at, restored_at=now)
    dialect = sa.make_url(settings.database).get_dialect()()
    literal = {"literal_binds": True}
    return [str(one.compile(dialect=dialect, compile_kwargs=literal)) for one in (_nobody_signed_in(), mark)]


def _nobody_signed_in() -> sa.Delete:
    return sa.delete(_table(StaffSession))


def _table(model: type[DeclarativeBase]) -> sa.Table:
    found = model.__table__
    assert isinstance(found, sa.Table)  # noqa: S101 - every model has one
    return found


def _afterwards(settings: Settings, said: Manifest, now: datetime, *, keycloak: bool) -> Restored:
    """What came back is noted, its anchors fit again, and whoever was erased since is erased again."""
    aside = anchors.set_aside(settings.anchors / anchors.FILE, said.journal.position, now)
    database = Database(settings.database, info=journal.keeping(settings) | privacy.keeping(settings))
    try:
        with database.transaction() as session:
            journal.record(
                session, Event.BACKUP_RESTORED, at=now, actor=journal.OPERATOR, object_type=OBJECT,
                object_id=said.made_at.isoformat(), position=said.journal.position, anchors_set_aside=aside,
            )  # fmt: skip
        erased = privacy.catch_up(database) if schema.is_current(database) else None
    finally:
        database.close()
    return Restored(said, keycloak, aside, erased)
