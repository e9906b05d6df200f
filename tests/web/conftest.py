"""What the tests of the pages share."""

from collections.abc import Iterator

import pytest

from provisioner.database import Database
from tests.web.desk import DeskUnderTest, desk_over


@pytest.fixture
def desk(database: Database) -> DeskUnderTest:
    """The desk over a fresh database, on both kinds."""
    return desk_over(database)


@pytest.fixture
def small_desk(sqlite_url: str) -> Iterator[DeskUnderTest]:
    """The desk over a fresh SQLite, for what no database can change."""
    database = Database(sqlite_url)
    yield desk_over(database)
    database.close()
