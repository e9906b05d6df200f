"""Claims a second by several processes at one queue."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioner.accounts.kinds import PROVISION
from provisioner.database import Database
from tests.crash.queue import queue_up
from tests.crash.test_claims import claim_all
from tests.databases import prepare, running_postgres, url_on


def claims_per_second(name: str, tasks: int, processes: int) -> float:
    """Let the processes loose on a full queue and count."""
    with opened(name) as url:
        database = Database(url)
        queue_up(database, tasks)
        database.close()
        began = time.monotonic()
        claimed = claim_all(url, processes, [PROVISION.name])
        spent = time.monotonic() - began
    assert len(set(claimed)) == tasks
    return tasks / spent


@contextmanager
def opened(name: str) -> Iterator[str]:
    """An empty database at the newest schema."""
    if name == "postgresql":
        with running_postgres() as server:
            yield url_on(server, "migrated")
        return
    with tempfile.TemporaryDirectory(prefix="claims-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite'}"
        prepare(url)
        yield url
