"""The schema: up, down and up again; models and migrations agree; closed sets agree with the database's checks."""

import re

import pytest
import sqlalchemy as sa
from alembic import command

from provisioner.database import Database
from provisioner.database.columns import Base
from provisioner.database.schema import _config, is_current, migrate


def test_the_schema_goes_down_and_up_again(database: Database) -> None:
    assert is_current(database)
    command.downgrade(_config(database), "base")
    assert not is_current(database)
    migrate(database)
    migrate(database)
    assert is_current(database)


def test_models_and_migrations_agree(database: Database) -> None:
    command.check(_config(database))


def checked_columns() -> list[tuple[str, str, set[str]]]:
    return [
        (table.name, column.name, set(column.type.enums))
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    ]


@pytest.mark.parametrize(("table", "column", "values"), checked_columns())
def test_every_closed_set_is_the_databases_too(database: Database, table: str, column: str, values: set[str]) -> None:
    """Alembic does not notice a new value in a CHECK (seen), so this does."""
    checks = [check["sqltext"] for check in sa.inspect(database.engine).get_check_constraints(table)]
    assert values in [set(re.findall(r"'([\w:-]+)'", text)) for text in checks]
