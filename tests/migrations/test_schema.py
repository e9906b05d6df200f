"""The schema: up, down and up again; models and migrations agree; closed sets agree with the database's checks."""

import re

import pytest
import sqlalchemy as sa
from alembic import command

from provisioner.database import Database
from provisioner.database.columns import Base
from provisioner.database.schema import configured, is_current, migrate


def test_the_schema_goes_down_and_up_again(database: Database) -> None:
    assert is_current(database)
    with configured(database) as config:
        command.downgrade(config, "base")
    assert not is_current(database)
    migrate(database)
    migrate(database)
    assert is_current(database)


def test_models_and_migrations_agree(database: Database) -> None:
    with configured(database) as config:
        command.check(config)


def checked_columns() -> list[tuple[str, str, set[str]]]:
    return [
        (table.name, column.name, set(column.type.enums))
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum) and column.type.create_constraint
    ]


@pytest.mark.parametrize(("table", "column", "values"), checked_columns())
def test_every_closed_set_is_the_databases_too(database: Database, table: str, column: str, values: set[str]) -> None:
    """Alembic does not notice a new value in a CHECK (seen), so this does."""
    checks = [check["sqltext"] for check in sa.inspect(database.engine).get_check_constraints(table)]
    assert values in [set(re.findall(r"'([\w:-]+)'", text)) for text in checks]
