"""The schema to its newest version, all or nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError, IntegrityError

from provisioner.database.engine import Database
from provisioner.database.rights import NO_SUCH_ROLE, NOT_ALLOWED, grant
from provisioner.database.standing import UNKNOWN, Standing, revision_of, scripts, stands

LOCK_SECONDS = 10.0
"""How long a migration waits behind a running desk."""
WAY_SECONDS = 0.5
"""So long it waits for one table on PostgreSQL, then makes way and begins anew: less than what two that wait for each
other are given there (`deadlock_timeout`, 1 s) before one of them is broken off, a page for one."""
LOCKED, CROSSED, CANCELLED, POINTS_NOWHERE = "55P03", "40P01", "57014", "23503"
"""PostgreSQL's codes for a lock that did not come, one that never could, a statement over its time, a reference to
nothing."""


class MigrationRefused(Exception):
    """The database was not migrated and nothing was changed; the text says why and what helps."""


class BrokenReferences(MigrationRefused):
    """There are rows, or would be afterwards, that point to nothing; the text names table and count."""


class NewerSchema(MigrationRefused):
    """The database is of a later version that takes something from this program, or it is not ours."""


class NotTheOwner(MigrationRefused):
    """The tables belong to another role of PostgreSQL, or the one they are to be lent to is not there."""


class TablesInUse(MigrationRefused):
    """Somebody else held a table for longer than a migration waits."""


def migrate(
    database: Database, revision: str = "head", *, lock_seconds: float = LOCK_SECONDS, granted_to: str = ""
) -> str:
    """Bring the schema to a version, the newest one by default; gives its name. Safe to repeat.

    All or nothing, also on SQLite: a migration that fails leaves the database as it was. One that is ahead of this
    program stays as it is. `granted_to` is the role of the running desk, where that owns nothing. Raises
    MigrationRefused.
    """
    standing = stands(database)
    if standing is Standing.AHEAD:
        if granted_to:
            _granted(database, lock_seconds, granted_to)
        return revision_of(database)
    if standing is Standing.BEYOND:
        raise NewerSchema(f"the database is of version {revision_of(database)}, {UNKNOWN}")
    end = time.monotonic() + lock_seconds
    while True:
        try:
            return _migrated(database, revision, lock_seconds, granted_to)
        except TablesInUse:
            if time.monotonic() >= end:
                raise
        time.sleep(WAY_SECONDS)


def _migrated(database: Database, revision: str, lock_seconds: float, granted_to: str) -> str:
    with configured(database, lock_seconds) as config:
        command.upgrade(config, revision)
        connection = config.attributes["connection"]
        if granted_to:
            grant(connection, granted_to)
        reached = MigrationContext.configure(connection).get_current_revision()
    return str(reached)


def _granted(database: Database, lock_seconds: float, granted_to: str) -> None:
    with configured(database, lock_seconds) as config:
        grant(config.attributes["connection"], granted_to)


@contextmanager
def configured(database: Database, lock_seconds: float = LOCK_SECONDS) -> Iterator[Config]:
    """Alembic on one connection in one transaction; on SQLite with foreign keys checked at its end instead of at once.

    The switch is deaf inside a transaction, so it is set before; a table that is rebuilt must not take along the rows
    that point to it. Raises MigrationRefused.
    """
    config = scripts()
    # Every try makes way, the last one too: a desk that waits for a table meanwhile would be kept for all that time.
    config.attributes["lock_seconds"] = min(WAY_SECONDS, lock_seconds)
    waiting = database.engine.execution_options(patience=lock_seconds)
    with waiting.connect() as connection, _loose_references(connection):
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                yield config
                _check_references(connection)
        except DBAPIError as error:
            raise _refusal(error, lock_seconds) or error from error


@contextmanager
def _loose_references(connection: sa.Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    # While a table is rebuilt others name it that is not there: the rename must not look at them.
    _set(connection, foreign_keys="OFF", legacy_alter_table="ON")
    try:
        yield
    finally:
        _set(connection, foreign_keys="ON", legacy_alter_table="OFF")


def _set(connection: sa.Connection, **pragmas: str) -> None:
    cursor = connection.connection.cursor()
    for name, value in pragmas.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _check_references(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReferences(f"rows that point to nothing: {broken[0][0]} ({len(broken)}); nothing was changed")


def _refusal(error: DBAPIError, lock_seconds: float) -> MigrationRefused | None:
    code = getattr(error.orig, "sqlstate", None)
    if code in (LOCKED, CROSSED) or "database is locked" in str(error.orig):
        return TablesInUse(
            f"the database was in use for longer than {lock_seconds:g} s; nothing was changed. "
            "Stop the desk and the worker, or try again when it is quiet"
        )
    if code == CANCELLED:
        return MigrationRefused("a step took longer than PostgreSQL was told to allow; nothing was changed")
    if code in (NOT_ALLOWED, NO_SUCH_ROLE):
        return NotTheOwner(f"PostgreSQL refuses it ({str(error.orig).splitlines()[0]}); nothing was changed")
    if isinstance(error, IntegrityError) and code == POINTS_NOWHERE:
        table = getattr(getattr(error.orig, "diag", None), "table_name", "a table")
        return BrokenReferences(f"rows that point to nothing: {table}; nothing was changed")
    return None
