"""What programs lean on in a schema, and what a step of it takes from programs of the version before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

CLOSED = re.compile(r"CHECK \((\w+) IN \(([^()]*)\)\)")
COLUMNS = """
SELECT made.name AS "table", column.name, column."notnull", column.dflt_value, column.pk,
  column.type = 'INTEGER' AND (SELECT count(*) FROM pragma_table_info(made.name) AS every WHERE every.pk) = 1
FROM sqlite_master AS made, pragma_table_info(made.name) AS column WHERE made.type = 'table'
"""
KEYS = """
SELECT made.name, (
  SELECT group_concat(coalesce(part.name, '(…)'), ', ')
  FROM (SELECT name FROM pragma_index_info(key.name) ORDER BY name) AS part
), key.partial, (SELECT sql FROM sqlite_master WHERE name = key.name)
FROM sqlite_master AS made, pragma_index_list(made.name) AS key WHERE made.type = 'table' AND key."unique"
"""
POINTING = """
SELECT made.name, way."from", way."table", way.on_delete
FROM sqlite_master AS made, pragma_foreign_key_list(made.name) AS way WHERE made.type = 'table'
"""
STAY = frozenset({"staff_member", "audit_entry"})
"""Tables of which no program removes a row."""
MADE = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"


@dataclass(frozen=True)
class Column:
    """Whether a row can be written without it, and whether it may be empty."""

    optional: bool
    nullable: bool


@dataclass(frozen=True)
class Shape:
    """Every column by table and name, what each closed list takes, of what there may be no two in a table, and which
    column keeps the rows of which table from being removed while it points to them."""

    tables: Mapping[str, Mapping[str, Column]]
    lists: Mapping[tuple[str, str], frozenset[str]]
    unique: frozenset[tuple[str, str]]
    holding: frozenset[tuple[str, str, str]]


def shape(connection: sa.Connection) -> Shape:
    """The schema of a SQLite database as it stands."""
    tables: dict[str, dict[str, Column]] = {}
    lists: dict[tuple[str, str], frozenset[str]] = {}
    for table, name, needed, default, key, alone in connection.exec_driver_sql(COLUMNS):
        # An integer that is the whole key is drawn by the database.
        given = (needed or key) and default is None and not (key and alone)
        tables.setdefault(table, {})[name] = Column(not given, not needed)
    for table, made in connection.exec_driver_sql(MADE):
        for column, values in CLOSED.findall(made):
            lists[table, column] = frozenset(re.findall(r"'([^']*)'", values))
    return Shape(tables, lists, frozenset(_unique(connection)), frozenset(_holding(connection)))


def _holding(connection: sa.Connection) -> Iterator[tuple[str, str, str]]:
    for table, column, target, deleted in connection.exec_driver_sql(POINTING):
        if deleted not in ("CASCADE", "SET NULL") and target not in STAY:
            yield table, column, target


def _unique(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    for table, columns, partial, made in connection.exec_driver_sql(KEYS):
        among = " ".join(made.partition(" WHERE ")[2].split()) if partial else ""
        yield table, f"{columns} where {among}" if among else columns


def taken(before: Shape, after: Shape) -> Iterator[str]:
    """What a program that knows `before` can no longer read, write or remove in `after`, each in words."""
    for table, columns in before.tables.items():
        now = after.tables.get(table)
        if now is None:
            yield f"{table} is gone"
            continue
        yield from (f"{table}.{name} is gone" for name in columns.keys() - now.keys())
        yield from (f"{table}.{name} must be given" for name in now.keys() - columns.keys() if not now[name].optional)
        yield from (
            f"{table}.{name} may no longer be empty"
            for name in columns.keys() & now.keys()
            if columns[name].nullable and not now[name].nullable
        )
    yield from _of_lists(before, after)
    yield from (
        f"{table} takes no two of the same {key}"
        for table, key in after.unique - before.unique
        if table in before.tables
    )
    yield from (
        f"{target} keeps what {table}.{column} points to"
        for table, column, target in after.holding - before.holding
        if target in before.tables
    )


def _of_lists(before: Shape, after: Shape) -> Iterator[str]:
    """A value that a program does not know ends it while it reads the row, so longer takes as shorter does."""
    for (table, name), values in before.lists.items():
        now = after.lists.get((table, name), values)
        yield from (f"{table}.{name} no longer takes {one}" for one in sorted(values - now))
        yield from (f"{table}.{name} may hold {one}" for one in sorted(now - values))
    yield from (
        f"{table}.{name} takes only a list of values"
        for table, name in after.lists.keys() - before.lists.keys()
        if name in before.tables.get(table, {})
    )
