"""Rows by the million, past what guards and sorts each of them: for databases that are thrown away."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from provisioner.database import Database
from tests.databases import everything

Rows = Iterable[Mapping[str, Any]]
Process = Callable[[Any], Any]
FAST = (
    *(f"PRAGMA {said}" for said in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1000000")),
    "BEGIN",
)
STANDS_BESIDE = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL",
    "postgresql": "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE indexname ^@ 'ix_'",
}
"""What is taken away and made anew at the end: PostgreSQL lets its triggers rest by a setting of the connection."""


class Loader(Protocol):
    """Writes rows of one table, each with the same columns."""

    def __call__(self, table: sa.Table, rows: Rows) -> None: ...


@contextmanager
def loading(database: Database) -> Iterator[Loader]:
    """A way to write rows without triggers, foreign keys and indexes; they are all back afterwards."""
    engine = everything(database)
    engine.dispose()  # No other connection may have a file open whose journal is switched off.
    lent = engine.raw_connection()
    raw: Any = lent.driver_connection
    on_sqlite = engine.dialect.name == "sqlite"
    for said in FAST if on_sqlite else ("SET session_replication_role = replica", "SET maintenance_work_mem = '1GB'"):
        raw.execute(said)
    beside = raw.execute(STANDS_BESIDE[engine.dialect.name]).fetchall()
    for kind, name, _ in beside:
        raw.execute(f"DROP {kind} {name}")
    write = _by_sqlite if on_sqlite else _by_copy
    yield lambda table, rows: write(raw, table, *_plain(engine.dialect, table, rows))
    for _, _, made in beside:
        raw.execute(made)
    raw.commit()
    lent.invalidate()  # Whoever comes next has a connection as the product has it.


def _plain(dialect: sa.Dialect, table: sa.Table, rows: Rows) -> tuple[list[str], Iterator[list[Any]]]:
    """The columns, and each row as the database's own library takes it."""
    given = list(rows)
    fixed = {one.name: one.default.arg for one in table.c if isinstance(one.default, ScalarElementColumnDefault)}
    columns = [one for one in table.c if one.name in given[0] or one.name in fixed] if given else []
    names = [one.name for one in columns]
    ways = [one.type.dialect_impl(dialect).bind_processor(dialect) for one in columns]
    said = [(place, way) for place, way in enumerate(ways) if way]
    return names, (_row([one.get(name, fixed.get(name)) for name in names], said) for one in given)


def _row(values: list[Any], said: Sequence[tuple[int, Process]]) -> list[Any]:
    for place, way in said:
        values[place] = way(values[place])
    return values


def _by_sqlite(raw: Any, table: sa.Table, columns: list[str], values: Iterator[list[Any]]) -> None:
    if columns:
        places = ", ".join("?" * len(columns))
        names = ", ".join(f'"{one}"' for one in columns)
        raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", values)


def _by_copy(raw: Any, table: sa.Table, columns: list[str], values: Iterator[list[Any]]) -> None:
    if columns:
        names = ", ".join(f'"{one}"' for one in columns)
        with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for one in values:
                copy.write_row(one)
