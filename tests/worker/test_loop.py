"""A worker says that it is well: while it works, and not while the database cannot be written."""

import threading

import sqlalchemy as sa

from provisioner.database import Database
from provisioner.worker import Failures, run
from tests.databases import everything


def test_a_worker_that_reaches_its_database_says_that_it_is_well(database: Database) -> None:
    stop, said = threading.Event(), list[str]()

    def alive() -> None:
        said.append("alive")
        stop.set()

    run([lambda: False], database, Failures(database), stop, alive, poll_seconds=0.01)
    assert said == ["alive"]


def test_a_worker_that_cannot_write_says_nothing(database: Database) -> None:
    with everything(database).begin() as connection:
        connection.execute(sa.text("ALTER TABLE component_state RENAME TO gone"))
    stop, said = threading.Event(), list[str]()
    stop.set()
    run([lambda: False], database, Failures(database), stop, lambda: said.append("alive"), poll_seconds=0.01)
    assert said == []
