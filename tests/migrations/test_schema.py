"""The schema: up, down and up again; models and migrations agree; closed sets agree with the database's checks."""

import re

import pytest
import sqlalchemy as sa
from alembic import command

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.database import Database
from provisioner.database.columns import Base
from provisioner.database.schema import configured, is_current, migrate
from tests.factories import approved_account, recorded


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


def test_accounts_keep_what_is_known_of_their_mails_on_the_way_down_and_up(database: Database) -> None:
    account = approved_account(database)
    with database.transaction() as session:
        found = session.get_one(Account, account.id)
        found.status, found.attention = AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_DIFFERS
        found.generation, found.mails_begun = 3, 1
    with configured(database) as config:
        command.downgrade(config, "0002")
    migrate(database)
    with database.reading() as session:
        found = session.get_one(Account, account.id)
        assert (found.attention, found.mails_begun) == (Attention.UNEXPECTED, 3)


def test_cases_of_earlier_releases_are_found_by_their_mailbox_too(database: Database) -> None:
    with database.transaction() as session:
        recorded(session, email="Jozef@example.com", email_again="Jozef@example.com")
    with configured(database) as config:
        command.downgrade(config, "0006")
    migrate(database)
    with database.reading() as session:
        assert session.scalars(sa.select(Application.email_key)).all() == ["jozef@example.com"]
