"""A machine with a desk, and another one that is empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioner.database import Database
from tests.backups.desk import Installation, dropped, elsewhere
from tests.privacy.desk import erasing


@pytest.fixture
def installation(database_url: str, tmp_path: Path) -> Installation:
    """The machine whose backups are made."""
    folder = tmp_path / "here"
    folder.mkdir()
    found = Installation(database_url, folder, {})
    found.list.parent.mkdir()
    found.list.touch()
    return found


@pytest.fixture
def desk(installation: Installation) -> Iterator[Database]:
    """Its database."""
    with erasing(installation.url, installation.folder) as database:
        yield database


@pytest.fixture
def there(installation: Installation, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """The machine they are restored into."""
    server = None if installation.url.startswith("sqlite") else str(request.getfixturevalue("postgres_server"))
    found = elsewhere(installation, tmp_path / "there", server)
    yield found
    if server:
        dropped(found.url, server)
