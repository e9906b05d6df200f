"""`provisioner check --upgrade`: what could go wrong is found before anything is changed."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from provisioner import backups
from provisioner.cli.opening import ahead, unfit
from provisioner.cli.preflight.finding import Check, Fault
from provisioner.database import Database
from provisioner.database.standing import Standing, pending, revision_of, stands
from provisioner.settings import Settings

LARGEST = sa.text(
    "SELECT relname, pg_total_relation_size(relid) AS size FROM pg_catalog.pg_statio_user_tables "
    "ORDER BY size DESC LIMIT 1"
)


def last_backup(database: Database, settings: Settings) -> str:
    """When the newest was made. Raises Fault when it is too old, there is none, or a restored desk waits."""
    if not backups.known(database):
        return "the database is older than backups: make one with its own tools"
    with database.reading() as session:
        waits = backups.waits_since(session)
        last = backups.last(session)
    if waits:
        raise Fault(f"restored from a backup of {waits:%Y-%m-%d %H:%M} UTC and waits: run `provisioner resume`")
    if last is None:
        raise Fault("none was ever made: run `provisioner backup`")
    age = datetime.now(UTC) - last.at
    if age > backups.longest(settings):
        raise Fault(f"{last.file} is {age // timedelta(hours=1)} hours old: run `provisioner backup`")
    return f"{last.file}, {last.bytes:,} bytes"


def upgrade_checks(database: Database, settings: Settings) -> Iterator[Check]:
    """What must be right before `provisioner migrate`, each with what was seen."""
    yield "schema", lambda: _schema(database)
    yield "last backup", lambda: last_backup(database, settings)
    if settings.database.startswith("sqlite"):
        yield "room on the disk", lambda: _room(Path(str(database.engine.url.database)))
    else:
        yield "largest table", lambda: _largest(database)


def _schema(database: Database) -> str:
    found, standing = revision_of(database), stands(database)
    if standing is Standing.BEYOND:
        raise Fault(unfit(database, standing))
    if standing is Standing.AHEAD:
        return ahead(database)
    steps = pending(found)
    if not steps:
        return f"{found}, the newest"
    return f"{found or 'none yet'}; {len(steps)} to come: " + "; ".join(f"{one} {does}" for one, does in steps)


def _room(file: Path) -> str:
    """Whatever table is rebuilt is no larger than the whole, and its copy is written twice: to the log and the file."""
    needed = 2 * file.stat().st_size if file.is_file() else 0
    free = shutil.disk_usage(file.parent).free
    if free < needed:
        raise Fault(f"{free:,} bytes are free, rebuilding the largest table may need {needed:,}: make room first")
    return f"{free:,} bytes free, {needed:,} needed at most"


def _largest(database: Database) -> str:
    with database.reading() as session:
        found = session.execute(LARGEST).one_or_none()
    return f"{found.relname}, {found.size:,} bytes; the server's disk needs as much free" if found else "none yet"
