"""What is the matter with the database, in one word each: what helps differs, so nobody should have to guess."""

import shutil
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from provisioner.database.engine import Database

ROOM = 1024 * 1024
"""Bytes a desk on SQLite needs to go on writing for a while."""
LOOK_SECONDS = 1.0


class Trouble(StrEnum):
    """Locked ends by itself, a full disk asks for room, silence for whoever runs the server.

    Cut off is silence in the moment of a commit: nobody knows whether it counts.
    """

    LOCKED = "locked"
    FULL = "full"
    SILENT = "silent"
    CUT_OFF = "cut_off"


CODES = {
    # SQLite: SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL.
    5: Trouble.LOCKED,
    6: Trouble.LOCKED,
    13: Trouble.FULL,
    # PostgreSQL: lock_not_available, disk_full.
    "55P03": Trouble.LOCKED,
    "53100": Trouble.FULL,
}


def trouble(error: SQLAlchemyError) -> Trouble:
    """The word for what a driver reported."""
    if isinstance(error, DBAPIError) and error.connection_invalidated and error.statement is None:
        return Trouble.CUT_OFF
    told = getattr(error, "orig", None)
    # SQLite puts details into the higher bytes.
    code = getattr(told, "sqlstate", None) or getattr(told, "sqlite_errorcode", 0) & 0xFF
    return CODES.get(code, Trouble.SILENT)


def look(database: Database) -> Trouble | None:
    """Whether it can be read and written to now; nothing is written.

    A full disk is seen where the database is a file here; a server reports it at the first change.
    """
    if _room(database.engine.url) < ROOM:
        return Trouble.FULL
    try:
        with database.transaction(patience=LOOK_SECONDS) as session:
            session.execute(sa.text("SELECT 1"))
    except SQLAlchemyError as error:
        return trouble(error)
    return None


def _room(url: sa.URL) -> float:
    if url.get_backend_name() != "sqlite" or not url.database:
        return float("inf")
    folder = Path(url.database).parent
    return shutil.disk_usage(folder).free if folder.is_dir() else float("inf")


def told(error: Exception) -> dict[str, str]:
    """The word for a line of the log, where the error is the database's."""
    return {"reason": trouble(error)} if isinstance(error, SQLAlchemyError) else {}
