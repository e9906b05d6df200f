"""The schema to its newest version, and whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from provisioner.database.engine import Database


class BrokenReferences(Exception):
    """A migration would have left rows that point to nothing; nothing was changed. The text names table and count."""


def migrate(database: Database, revision: str = "head") -> str:
    """Bring the schema to a version, the newest one by default; gives its name. Safe to repeat.

    All or nothing, also on SQLite: a migration that fails leaves the database as it was. Raises BrokenReferences.
    """
    with configured(database) as config:
        command.upgrade(config, revision)
        reached = MigrationContext.configure(config.attributes["connection"]).get_current_revision()
    return str(reached)


def is_current(database: Database) -> bool:
    """Whether the database holds the newest schema; asking holds up no writer."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with database.engine.execution_options(reading=True).connect() as connection:
        return sa.inspect(connection).has_table("alembic_version") and (
            MigrationContext.configure(connection).get_current_revision() == head
        )


@contextmanager
def configured(database: Database) -> Iterator[Config]:
    """Alembic on one connection in one transaction; on SQLite with foreign keys checked at its end instead of at once.

    The switch is deaf inside a transaction, so it is set before; a table that is rebuilt must not take along the rows
    that point to it.
    """
    config = _config()
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _switch_references(connection, on=False)
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                yield config
                if connection.dialect.name == "sqlite":
                    _check_references(connection)
        finally:
            if connection.dialect.name == "sqlite":
                _switch_references(connection, on=True)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("provisioner") / "migrations"))
    return config


def _switch_references(connection: sa.Connection, *, on: bool) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    # While a table is rebuilt others name it that is not there: the rename must not look at them.
    cursor.execute(f"PRAGMA legacy_alter_table={'OFF' if on else 'ON'}")
    cursor.close()


def _check_references(connection: sa.Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReferences(f"{broken[0][0]}: {len(broken)} rows")
