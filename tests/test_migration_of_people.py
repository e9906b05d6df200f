"""The migration that widens the fields: what was recorded before stays, is found by plain letters, and goes back."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import DBAPIError

from provisioner.database import Database
from provisioner.database.schema import configured, migrate
from tests.databases import of_owner
from tests.factories import approved_account

pytestmark = pytest.mark.sweep

BEFORE = "0002"


@pytest.fixture
def database(database: Database) -> Iterator[Database]:
    """As whoever owns its tables."""
    with closing(of_owner(database)) as owner:
        yield owner


def back(database: Database) -> None:
    """The schema before it."""
    with configured(database) as config:
        command.downgrade(config, BEFORE)


def ask(database: Database, query: str, **values: Any) -> Any:
    """The first value of a query, or nothing for a change."""
    with database.transaction() as session:
        found = session.execute(sa.text(query), values)
        return found.scalar() if query.startswith("SELECT") else None


def test_names_folded_before_are_found_by_plain_letters_and_lines_end_once(database: Database) -> None:
    approved_account(database, last_name="Ærø")
    back(database)
    for table in ("paper_case", "account"):
        ask(database, f"UPDATE {table} SET name_key = 'ærø jozef'")
    ask(database, "UPDATE paper_case SET note = :note", note="a\r\nb\r\n")
    migrate(database)
    for table in ("paper_case", "account"):
        assert ask(database, f"SELECT name_key FROM {table}") == "aero jozef"
    assert ask(database, "SELECT note FROM paper_case") == "a\nb\n"
    assert ask(database, "SELECT country FROM application") == ""


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE paper_case SET status = 'recorded'",
        "UPDATE application SET regulamin_signed = NOT regulamin_signed",
        "UPDATE application SET first_name = '', last_name = ''",
        "UPDATE application SET customer_kind = 'company'",
        "UPDATE application SET reserved_login = ''",
    ],
)
def test_the_database_keeps_its_promises_on_the_widened_tables(database: Database, forbidden: str) -> None:
    approved_account(database)
    back(database)
    migrate(database)
    with pytest.raises(DBAPIError):
        ask(database, forbidden)


def test_the_way_back_keeps_what_fits(database: Database) -> None:
    approved_account(database)
    back(database)
    assert ask(database, "SELECT last_name FROM application") == "Żółkiewski"
    with pytest.raises(DBAPIError):
        ask(database, "UPDATE application SET last_name = ''")
    migrate(database)
    ask(database, "UPDATE application SET last_name = ''")
