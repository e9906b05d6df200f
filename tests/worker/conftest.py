"""The worker's desk on both databases."""

import pytest

from provisioner.database import Database
from tests.worker.desk import WorkerDesk


@pytest.fixture
def desk(database: Database) -> WorkerDesk:
    """A worker over fakes and a fresh database."""
    return WorkerDesk(database)
