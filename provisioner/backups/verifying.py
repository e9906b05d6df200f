"""Whether a backup would bring everything back: its seals, its digests, its database, its journal, its rows."""

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import SecretStr

from provisioner import journal
from provisioner.backups.errors import BackupRefused, BadBackup
from provisioner.backups.looking import Backup, Seen, look
from provisioner.backups.manifest import DESK, KEYCLOAK, Manifest
from provisioner.backups.packing import Write
from provisioner.backups.postgres import counting, loading
from provisioner.backups.reading import facts
from provisioner.backups.sqlite import check
from provisioner.backups.targets import Postgres
from provisioner.backups.versions import programs_fit
from provisioner.database import Database
from provisioner.journal.verify import Report, verify


@dataclass(frozen=True)
class Verified:
    """What was seen of a backup that is whole; `journal` is None where there was no database to read it in."""

    said: Manifest
    rows: int
    journal: Report | None


def verified(
    backup: Backup,
    folder: Path | None = None,
    scratch: sa.URL | None = None,
    signed_by: Collection[str] | None = None,
) -> Verified:
    """Read it and look at everything in it; a SQLite database is written into a folder for that time.

    One of PostgreSQL is read to its end, and restored only into an empty scratch database, which is emptied again.
    `signed_by` are the public keys of the journal it should be of, where they are known: whoever knows a public key
    for backups can seal one, but not sign it. Raises BadBackup, WrongBackupKey, BackupRefused.
    """
    seen = look(backup)
    if signed_by is not None and seen.said.signed_by not in signed_by:
        raise BadBackup(f"it is not of this journal: it was signed with the key {seen.said.signed_by}")
    programs_fit(seen.said, seen.said.keycloak)
    if seen.said.database == "sqlite":
        report = _of_sqlite(backup, seen, folder)
    elif scratch is not None:
        report = _restored(backup, seen, scratch)
    else:
        _counted(backup, seen)
        report = None
    return Verified(seen.said, sum(seen.said.counts.values()), report)


def _of_sqlite(backup: Backup, seen: Seen, folder: Path | None) -> Report:
    with tempfile.TemporaryDirectory(dir=folder, prefix="verify-backup-") as place:
        file = Path(place) / "desk.sqlite"
        with file.open("wb") as out, _keycloak_read(seen) as more:
            backup.unpacked({DESK: out.write, **more})
        try:
            check(file)
        except BackupRefused as damaged:
            raise BadBackup(str(damaged)) from None
        return _compared(f"sqlite:///{file}", seen)


def _restored(backup: Backup, seen: Seen, scratch: sa.URL) -> Report:
    target = Postgres(scratch, seen.said.versions.database)
    with target.reserved(replace=()):
        try:
            with loading(scratch) as write, _keycloak_read(seen) as more:
                backup.unpacked({DESK: write, **more})
            return _compared(scratch.render_as_string(hide_password=False), seen)
        finally:
            target.empty()


def _counted(backup: Backup, seen: Seen) -> None:
    counts: dict[str, int] = {}
    with counting(counts) as write, _keycloak_read(seen) as more:
        backup.unpacked({DESK: write, **more})
    _counts_agree(seen.said, counts)


@contextmanager
def _keycloak_read(seen: Seen) -> Iterator[Mapping[str, Write]]:
    """Keycloak's database is read to its end as well, where it is there."""
    with ExitStack() as stack:
        yield {KEYCLOAK: stack.enter_context(counting({}))} if seen.said.keycloak else {}


def _compared(url: str, seen: Seen) -> Report:
    """The restored database with what the backup says, its journal line by line under the journal's own key."""
    former = SecretStr(seen.secrets.get("journal_key_former", ""))
    keeper = journal.keeper_with(SecretStr(seen.secrets["journal_key"]), former, Path())
    database = Database(url)
    try:
        with database.reading() as session:
            found = facts(session.connection())
            report = verify(session, keeper)
    except sa.exc.DBAPIError as error:
        raise BadBackup(f"the database in it cannot be read: {error.orig}") from None
    finally:
        database.close()
    if (found.journal, found.schema) != (seen.said.journal, seen.said.schema):
        raise BadBackup("the end of the journal or the schema is not what the backup says")
    _counts_agree(seen.said, found.counts)
    if report.found:
        raise BadBackup(f"the journal in it is not what was written: {report.faults[0]}")
    return report


def _counts_agree(said: Manifest, found: Mapping[str, int]) -> None:
    wrong: Sequence[str] = sorted(
        name for name in {*said.counts, *found} if said.counts.get(name, 0) != found.get(name, 0)
    )
    if wrong:
        raise BadBackup(f"not as many rows as it says: {', '.join(wrong)}")
