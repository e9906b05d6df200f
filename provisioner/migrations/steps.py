"""What migrations are made of, for both databases: a rebuilt table, a promise kept by triggers, limits on waiting."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

STATEMENT_SECONDS = 600
ONE_AT_A_TIME = 0x6465736B
"""The number of the advisory lock under which one process migrates while another waits."""


@contextmanager
def rebuilt(table: str) -> Iterator[BatchOperations]:
    """Change columns and constraints of a table; what is not changed stays, its triggers and CHECKs too.

    PostgreSQL alters in place. SQLite gets a new table filled from the old one: dropping that takes its triggers along,
    so they are put back; `schema.migrate` has switched foreign keys off, or the drop would break or empty other tables.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        with op.batch_alter_table(table) as batch:
            yield batch
        return
    triggers = _triggers_of(connection, table)
    # A table given by hand keeps its CHECKs; one that alembic reflects by itself loses them.
    as_it_is = sa.Table(table, sa.MetaData(), autoload_with=connection, resolve_fks=False)
    with op.batch_alter_table(table, copy_from=as_it_is, recreate="always") as batch:
        yield batch
    for statement in triggers:
        connection.exec_driver_sql(statement)


def allow(table: str, column: str, values: tuple[str, ...] = (), *, forbid: tuple[str, ...] = ()) -> None:
    """Let the CHECK of a closed list take further values, or some no longer, whatever else it has come to take."""
    name = op.f(f"ck_{table}_{column}")
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    now = re.findall(r"'([^']*)'", next(check["sqltext"] for check in checks if check["name"] == name))
    wanted = tuple(dict.fromkeys(one for one in (*now, *values) if one not in forbid))
    with rebuilt(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(column, f"{column} IN {wanted}")


@dataclass(frozen=True)
class Promise:
    """What the database refuses by itself, whoever writes to it: `refused` is the condition, NEW and OLD its rows."""

    name: str
    table: str
    moments: tuple[str, ...]
    refused: str
    message: str

    def create(self) -> None:
        """Make the triggers that keep it."""
        if op.get_bind().dialect.name == "postgresql":
            self._create_on_postgresql()
            return
        for moment in self.moments:
            op.execute(
                f"CREATE TRIGGER {self.name}_{moment.lower()} BEFORE {moment} ON {self.table} WHEN {self.refused} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )

    def drop(self) -> None:
        """Remove them."""
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {self.name}() CASCADE")
            return
        for moment in self.moments:
            op.execute(f"DROP TRIGGER {self.name}_{moment.lower()}")

    def _create_on_postgresql(self) -> None:
        given = "OLD" if self.moments[-1] == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.refused} THEN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}'; END IF; "
            f"RETURN {given}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.moments)} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )


def settle() -> None:
    """Have what the rows removed so far left to check checked now: PostgreSQL alters no table before."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def limit_waiting(connection: sa.Connection, lock_seconds: float) -> None:
    """On PostgreSQL: one migration at a time, and none that waits behind a running desk for long."""
    if connection.dialect.name != "postgresql":
        return
    connection.execute(sa.text(f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'"))
    # Whatever the server allows by itself: the one that is migrating is waited for.
    connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
    connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
    connection.execute(sa.text(f"SET LOCAL lock_timeout = '{int(lock_seconds * 1000)}ms'"))


def _triggers_of(connection: sa.Connection, table: str) -> list[str]:
    found = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name ORDER BY name"),
        {"name": table},
    )
    return list(found.scalars())
