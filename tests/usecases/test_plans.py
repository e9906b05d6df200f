"""What is asked for at every page leads to an index, however the databases think of it: nothing reads all cases."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from provisioner.applications.alike import alike
from provisioner.applications.tables import Application
from provisioner.cases.queue import Wanted, queue
from provisioner.cases.tables import Case
from provisioner.database import Database
from tests.bench.filled import fill
from tests.bench.people import Person
from tests.factories import TODAY, member

CASES, WAITING = 5_000, 600
TABLES = ("paper_case", "application", "case_word", "account")


@pytest.fixture
def filled_desk(database: Database) -> Database:
    """So many cases that reading all of them is no longer what costs least."""
    fill(database, CASES, WAITING)
    return database


def read_whole(database: Database, asked: list[tuple[str, Any]]) -> Iterator[str]:
    """The steps of these statements that read one of the large tables from its beginning to its end."""
    on_postgres = database.engine.dialect.name == "postgresql"
    words = ("Seq Scan on {} ", "Seq Scan on {}") if on_postgres else ("SCAN {}", "SCAN {}")
    with database.engine.connect() as connection:
        for statement, values in asked:
            said = f"EXPLAIN {statement}" if on_postgres else f"EXPLAIN QUERY PLAN {statement}"
            for row in connection.exec_driver_sql(said, values):
                step = str(row[0] if on_postgres else row[3]).strip(" ->")
                if any(word.format(one) in step for word in words for one in TABLES) and "USING" not in step:
                    yield step


@pytest.fixture
def asked(filled_desk: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT sent meanwhile."""
    sent: list[tuple[str, Any]] = []

    def note(*about: Any) -> None:
        if str(about[2]).startswith("SELECT"):
            sent.append((about[2], about[3]))

    event.listen(filled_desk.engine, "before_cursor_execute", note)
    yield sent
    event.remove(filled_desk.engine, "before_cursor_execute", note)


def test_looking_for_the_same_customer_reads_no_table_whole(
    filled_desk: Database, asked: list[tuple[str, Any]]
) -> None:
    with filled_desk.reading() as session:
        case = Case.__table__.c
        number = Person.numbered(CASES + 3).number
        one = session.get_one(Application, session.scalars(sa.select(case.id).where(case.number == number)).one())
        asked.clear()
        alike(session, one)
    sent = list(asked)
    assert sent
    assert list(read_whole(filled_desk, sent)) == []


def test_the_queue_reads_no_table_whole(filled_desk: Database, asked: list[tuple[str, Any]]) -> None:
    with filled_desk.transaction() as session:
        reader = member(session, "Cezary Zych").id
    asked.clear()
    with filled_desk.reading() as session:
        for wanted in (Wanted(), Wanted(but_of=reader)):
            assert [group.count for group in queue(session, wanted, today=TODAY)]
    lists = [one for one in asked if "LIMIT" in one[0]]
    assert lists
    steps = [step for step in read_whole(filled_desk, lists) if " account" not in step]
    assert steps == [], "only so few accounts as here are read whole"
