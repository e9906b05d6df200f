"""Statements are compiled once for all databases of a test process.

Each test opens a database of its own, and a new engine knows no compiled statement: compiling them anew took two fifths
of the time of all tests of the pages. The product opens one database and keeps it.
"""

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

FIRST: dict[str, sa.Engine] = {}


def install() -> None:
    """From now on engines made in this process share what the first of their kind has compiled."""
    registry.register("sqlite", __name__, "Sqlite")
    registry.register("postgresql.psycopg", __name__, "Postgres")


def _share(engine: sa.Engine) -> None:
    kind = engine.dialect.name
    if first := FIRST.get(kind):
        engine.dialect = first.dialect  # Part of the key under which a compiled statement is kept.
        engine._compiled_cache = first._compiled_cache
    else:
        # Only a dialect that has been connected once knows its server.
        sa.event.listen(engine, "connect", lambda *_: FIRST.setdefault(kind, engine))


class Sqlite(SQLiteDialect_pysqlite):
    """SQLite as it is."""

    supports_statement_cache = True

    @classmethod
    def engine_created(cls, engine: sa.Engine) -> None:
        _share(engine)


class Postgres(PGDialect_psycopg):
    """PostgreSQL as it is."""

    supports_statement_cache = True

    @classmethod
    def engine_created(cls, engine: sa.Engine) -> None:
        _share(engine)
