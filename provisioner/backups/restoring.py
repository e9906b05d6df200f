"""Putting a backup back: all of it or nothing, and what comes back waits until it was compared with Keycloak."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from provisioner import journal, privacy
from provisioner.backups.errors import BackupRefused, BadBackup, RestoredBut
from provisioner.backups.fitting import Allowed, fit
from provisioner.backups.looking import Backup, look
from provisioner.backups.making import keycloak_database
from provisioner.backups.manifest import DESK, KEYCLOAK, Manifest
from provisioner.backups.settling import Settled, settle
from provisioner.backups.tables import Restoration
from provisioner.backups.targets import Postgres, Sqlite, Target
from provisioner.backups.versions import of_keycloak
from provisioner.database import Database
from provisioner.database.rights import granting
from provisioner.database.standing import is_current
from provisioner.privacy.remembered import BadList, NoList
from provisioner.settings import Settings
from provisioner.staff.tables import StaffSession


@dataclass(frozen=True)
class Restored:
    """What was put back, and what came of it.

    `keycloak_was` is the version of the Keycloak whose database was replaced, empty where none was known;
    `listed` are the erasures that the list outside knows, None where it is lost; `settled` is None where the schema has
    to be migrated first.
    """

    said: Manifest
    keycloak: bool
    keycloak_was: str
    listed: int | None
    settled: Settled | None


def restore(settings: Settings, backup: Backup, allowed: Allowed, now: datetime) -> Restored:
    """Read the whole backup, refuse whatever does not fit, then fill the databases it holds: first ours, which waits.

    Raises BackupRefused, BadBackup, WrongBackupKey, SettingsError, and then nothing was replaced; RestoredBut.
    """
    settings.require("journal_key")
    seen = look(backup)
    said, listed = seen.said, fit(settings, seen, allowed)
    desk, keycloak = _desk(settings, said), _keycloak(settings, said)
    with ExitStack() as reserved:
        for one in filter(None, (desk, keycloak)):
            reserved.enter_context(one.reserved(allowed.replace))
        was = _keycloak_was(settings) if keycloak is not None else ""
        with desk.filling([*_marks(settings, said, max(now, said.made_at)), *_rights(settings)]) as write:
            backup.unpacked({DESK: write})
        if keycloak is not None:
            _fill_keycloak(backup, keycloak, sorted({*allowed.replace, desk.name}))
    return Restored(said, keycloak is not None, was, listed, _settled(settings))


def _fill_keycloak(backup: Backup, keycloak: Target, named: Sequence[str]) -> None:
    try:
        with keycloak.filling(()) as write:
            backup.unpacked({KEYCLOAK: write})
    except (BackupRefused, BadBackup, OSError) as error:
        again = " ".join(f"--replace {name}" for name in named)
        raise RestoredBut(
            f"the desk's database was replaced and waits; Keycloak's ({keycloak.name}) was not and is as it was: "
            f"{error}. Mend that and type the same again, with {again}"
        ) from None


def _desk(settings: Settings, said: Manifest) -> Target:
    url = sa.make_url(settings.owners_database)
    if url.get_backend_name() == "sqlite":
        return Sqlite(Path(str(url.database)))
    return Postgres(url, said.versions.database)


def _keycloak(settings: Settings, said: Manifest) -> Target | None:
    url = keycloak_database(settings) if said.keycloak else None
    return Postgres(url, said.versions.keycloak_database) if url is not None else None


def _keycloak_was(settings: Settings) -> str:
    url = keycloak_database(settings)
    return of_keycloak(url)[1] if url is not None else ""


def _marks(settings: Settings, said: Manifest, now: datetime) -> Sequence[str]:
    """The database waits from its first moment, and nobody is signed in."""
    mark = sa.insert(_table(Restoration)).values(made_at=said.made_at, restored_at=now)
    dialect = sa.make_url(settings.database).get_dialect()()
    literal = {"literal_binds": True}
    return [str(one.compile(dialect=dialect, compile_kwargs=literal)) for one in (_nobody_signed_in(), mark)]


def _rights(settings: Settings) -> Sequence[str]:
    """Last of all, when every table is there."""
    return [granting(settings.lesser_role)] if settings.lesser_role else []


def _nobody_signed_in() -> sa.Delete:
    return sa.delete(_table(StaffSession))


def _table(model: type[DeclarativeBase]) -> sa.Table:
    found = model.__table__
    assert isinstance(found, sa.Table)  # noqa: S101 - every model has one
    return found


def _settled(settings: Settings) -> Settled | None:
    database = Database(settings.database, info=journal.keeping(settings) | privacy.keeping(settings))
    try:
        return settle(database) if is_current(database) else None
    except (BadList, NoList, OSError, sa.exc.SQLAlchemyError, journal.WrongKey) as error:
        why = str(getattr(error, "orig", None) or error)
        raise RestoredBut(
            f"all was restored and waits, but it could not be noted, or nobody was erased again: {why}. Mend that; "
            "`provisioner resume` does it then"
        ) from None
    finally:
        database.close()
