"""The rows of a database in words that both databases share, read from any schema and put back into one."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from provisioner.database import Database

Row = dict[str, Any]
Rows = dict[str, list[Row]]

FOLDER = Path(__file__).parent
LEFT_OUT = ("alembic_version", "staff_session")
"""Sessions hold tokens and nobody stays signed in over an upgrade."""


def kept(revision: str) -> Rows:
    """The rows of the release that ended at this revision."""
    rows: Rows = json.loads((FOLDER / f"{revision}.json").read_text(encoding="utf-8"))
    return rows


def revisions() -> list[str]:
    """Every former revision of which rows are kept."""
    return sorted(file.stem for file in FOLDER.glob("[0-9]*.json"))


def keep(revision: str, rows: Rows) -> Path:
    """Write rows one a line, so that a change of the release shows as a change of lines."""
    tables = []
    for table, found in rows.items():
        lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in found)
        tables.append(f' "{table}": [\n{lines}\n ]' if found else f' "{table}": []')
    file = FOLDER / f"{revision}.json"
    file.write_text("{\n" + ",\n".join(tables) + "\n}\n", encoding="utf-8")
    return file


def read(database: Database) -> Rows:
    """All rows of all tables but sessions, in the order of their keys."""
    with database.engine.execution_options(reading=True).connect() as connection:
        found = {table.name: _read(connection, table) for table in tables_of(connection)}
    return dict(sorted(found.items()))


def tables_of(connection: sa.Connection) -> list[sa.Table]:
    """The tables as they are, those first that others point to."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    # Sorting needs no reference that is checked late only: login and paper case point at each other's owners.
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]


def insert(connection: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put shared words into a table of this database."""
    values = [{name: _given(table.c[name], value) for name, value in row.items()} for row in rows]
    if values:
        connection.execute(sa.insert(table), values)


def _read(connection: sa.Connection, table: sa.Table) -> list[Row]:
    wanted = sa.select(table).order_by(*table.primary_key.columns)
    return [
        {column.name: _shared(column, row[column.name]) for column in table.columns}
        for row in connection.execute(wanted).mappings()
    ]


def _shared(column: "sa.Column[Any]", value: Any) -> Any:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID) or (value is not None and _is_id(column)):
        return str(UUID(str(value)))
    return value


def _given(column: "sa.Column[Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, sa.DateTime):
        moment = datetime.fromisoformat(value)
        return moment if column.type.timezone else moment.replace(tzinfo=None)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(column.type, sa.Uuid):
        return UUID(value)
    return UUID(value).hex if _is_id(column) else value


def _is_id(column: "sa.Column[Any]") -> bool:
    """SQLite keeps an id as 32 characters."""
    return isinstance(column.type, sa.CHAR) and column.type.length == 32
