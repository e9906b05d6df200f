"""Whoever migrates owns the tables."""

import pytest

from tests.databases import OWNER, under


@pytest.fixture
def database_url(database_url: str) -> str:
    """The address of a database at the newest schema, for their owner."""
    return database_url if database_url.startswith("sqlite") else under(database_url, OWNER)
