"""What programs lean on in a schema, and what a step of it takes from programs of the version before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

CLOSED = re.compile(r"CHECK \((\w+) IN \(([^()]*)\)\)")
COLUMNS = """
SELECT made.name AS "table", column.name, column."notnull", column.dflt_value, column.pk
FROM sqlite_master AS made, pragma_table_info(made.name) AS column WHERE made.type = 'table'
"""
MADE = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"


@dataclass(frozen=True)
class Column:
    """Whether a row can be written without it, and whether it may be empty."""

    optional: bool
    nullable: bool


@dataclass(frozen=True)
class Shape:
    """Every column by table and name, and what each closed list takes."""

    tables: Mapping[str, Mapping[str, Column]]
    lists: Mapping[tuple[str, str], frozenset[str]]


def shape(connection: sa.Connection) -> Shape:
    """The schema of a SQLite database as it stands."""
    tables: dict[str, dict[str, Column]] = {}
    lists: dict[tuple[str, str], frozenset[str]] = {}
    for table, name, needed, default, key in connection.exec_driver_sql(COLUMNS):
        tables.setdefault(table, {})[name] = Column(bool(not needed or key or default is not None), not needed)
    for table, made in connection.exec_driver_sql(MADE):
        for column, values in CLOSED.findall(made):
            lists[table, column] = frozenset(re.findall(r"'([^']*)'", values))
    return Shape(tables, lists)


def taken(before: Shape, after: Shape) -> Iterator[str]:
    """What a program that knows `before` can no longer read or write in `after`, each in words."""
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
    for (table, name), values in before.lists.items():
        left = values - after.lists.get((table, name), values)
        yield from (f"{table}.{name} no longer takes {one}" for one in sorted(left))
