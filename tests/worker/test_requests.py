"""What was agreed to be erased is erased by the worker at once, and the night goes on as before."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from provisioner.cases.erased import Erasure
from provisioner.database import Database
from provisioner.outbox.kinds import ERASE_DUE
from provisioner.outbox.tables import Task
from provisioner.worker import schedule
from tests.asked import agree, asked, kept, left
from tests.privacy.desk import erasing, refused
from tests.worker.desk import WorkerDesk


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database of a process that may erase, on both kinds."""
    with erasing(database_url, tmp_path) as found:
        yield found


@pytest.mark.parametrize("running", [True, False])
def test_what_was_agreed_is_erased_at_once_and_what_is_held_is_not(database: Database, running: bool) -> None:
    worker = WorkerDesk(database)
    if running:
        schedule(database, worker.worker().handlers)
        assert worker.run() == 0
    with database.transaction() as session:
        kept(session, left(session).case_id)
        refused(session)
        request = asked(session).id
    with database.transaction() as session:
        agree(session, request)
    worker.run()
    with database.reading() as session:
        assert session.scalars(sa.select(Erasure.number)).all() == ["2026/000002"]
        (waits,) = session.scalars(sa.select(Task).where(Task.kind == ERASE_DUE.name, Task.done_at.is_(None)))
        assert waits.not_before > datetime.now(UTC)
