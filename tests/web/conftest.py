"""What the tests of the pages share."""

import pytest

from provisioner.database import Database
from tests.web.desk import DeskUnderTest, desk_over


@pytest.fixture
def desk(database: Database) -> DeskUnderTest:
    """The desk over a fresh database, on both kinds."""
    return desk_over(database)


@pytest.fixture
def small_desk(sqlite_url: list[str]) -> DeskUnderTest:
    """The desk over a fresh SQLite, for what no database can change."""
    return desk_over(Database(sqlite_url[0]))
