"""What the tests of the pages share."""

from collections.abc import Iterator

import pytest
import responses

from provisioner.database import Database
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.provider import FakeProvider


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


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as found:
        yield found


@pytest.fixture
def provider(mock: responses.RequestsMock) -> FakeProvider:
    found = FakeProvider()
    found.answer(mock)
    return found
