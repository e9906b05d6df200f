"""A database of a former release, filled the way the release filled it: first the papers, then what was decided."""

import sqlalchemy as sa

from provisioner.database import Database
from provisioner.database.schema import migrate
from tests.former.rows import Row, Rows, insert, kept, tables_of

AFTER_THE_DECISION = ("account", "task")
"""An account needs an approved application, a task needs the account."""


def fill(database: Database, revision: str, rows: Rows | None = None) -> None:
    """Bring an empty database to a former revision with that release's rows, those that are kept by default."""
    migrate(database, revision)
    rows = rows or kept(revision)
    with database.engine.begin() as connection:
        tables = {table.name: table for table in tables_of(connection)}
        for name, table in tables.items():
            if name not in AFTER_THE_DECISION:
                insert(connection, table, [_undecided(name, row) for row in rows[name]])
        _decide(connection, tables["application"], rows["application"])
        for name in AFTER_THE_DECISION:
            insert(connection, tables[name], rows[name])
        _go_on_counting(connection, tables)


def _undecided(table: str, row: Row) -> Row:
    return {**row, "status": "recorded"} if table == "application" else row


def _decide(connection: sa.Connection, applications: sa.Table, rows: list[Row]) -> None:
    ids = {str(row.number): row.id for row in connection.execute(sa.select(applications))}
    for row in rows:
        decided = sa.update(applications).where(applications.c.id == ids[row["number"]])
        connection.execute(decided.values(status=row["status"]))


def _go_on_counting(connection: sa.Connection, tables: dict[str, sa.Table]) -> None:
    """Rows that were given their numbers leave PostgreSQL's counters behind."""
    if connection.dialect.name != "postgresql":
        return
    for name, table in tables.items():
        for column in table.primary_key.columns:
            if connection.scalar(sa.select(sa.func.pg_get_serial_sequence(name, column.name))):
                sequence = sa.func.pg_get_serial_sequence(name, column.name)
                highest = sa.select(sa.func.coalesce(sa.func.max(column) + 1, 1)).scalar_subquery()
                connection.execute(sa.select(sa.func.setval(sequence, highest, False)))
