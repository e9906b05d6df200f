"""What is asked for at every page leads to an index, however the databases think of it: nothing reads all cases."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from provisioner.applications import preview
from provisioner.applications.alike import alike
from provisioner.applications.case import case
from provisioner.applications.tables import Application
from provisioner.cases.queue import Wanted, queue
from provisioner.cases.queue.open_cases import FEW
from provisioner.cases.queue.statements import counting
from provisioner.cases.tables import Case, CaseEditor
from provisioner.database import Database
from tests.bench.filled import fill
from tests.bench.people import Person
from tests.factories import PRACTICE, TODAY, member, paper, recorded

CASES, WAITING = 5_000, 600
MANY = 500
"""A table of fewer rows may be read whole."""


@pytest.fixture
def filled_desk(database: Database) -> Database:
    """So many cases that reading all of them is no longer what costs least."""
    fill(database, CASES, WAITING, journal=True)
    return database


def read_whole(database: Database, asked: list[tuple[str, Any]]) -> set[str]:
    """What these statements read from its beginning to its end, be it a table or the whole of one of its indexes."""
    ways = {"sqlite": on_sqlite, "postgresql": on_postgres}
    way = ways[database.engine.dialect.name]
    with database.engine.connect() as connection:
        found = {one for statement, values in asked for one in way(connection, statement, values)}
        few = {name for name in sa.inspect(connection).get_table_names() if is_small(connection, name)}
    return found - few


def is_small(connection: sa.Connection, table: str) -> bool:
    """Whether it costs nothing to read all of it."""
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()) < MANY


def on_sqlite(connection: sa.Connection, statement: str, values: Any) -> Iterator[str]:
    """Names after SCAN, but for what the statement itself makes; what is looked up in an index is a SEARCH."""
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
        if told := re.match(r"SCAN (?!CONSTANT ROW|\d+ CONSTANT ROW|anon_|\()(\w+?)(?:_\d+)?(?: |$)", row[3]):
            yield told[1]


def on_postgres(connection: sa.Connection, statement: str, values: Any) -> Iterator[str]:
    """Relations of scans that no condition of an index leads."""
    steps = [connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()[0]["Plan"]]
    for step in steps:
        steps += step.get("Plans", [])
        if "Relation Name" in step and "Index Cond" not in step and step["Node Type"] != "Bitmap Heap Scan":
            yield step["Relation Name"]
        if step["Node Type"] == "Bitmap Index Scan" and "Index Cond" not in step:
            yield step["Index Name"]


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


def case_of(session: Session, n: int) -> Application:
    """The application of the n-th person."""
    known = Case.__table__.c
    wanted = sa.select(known.id).where(known.number == Person.numbered(n).number)
    return session.get_one(Application, session.scalars(wanted).one())


def test_looking_for_the_same_customer_reads_no_table_whole(
    filled_desk: Database, asked: list[tuple[str, Any]]
) -> None:
    with filled_desk.reading() as session:
        one = case_of(session, CASES + 3)
        asked.clear()
        alike(session, one)
    sent = list(asked)
    assert sent
    assert read_whole(filled_desk, sent) == set()


def test_the_page_of_a_case_reads_no_table_whole(filled_desk: Database, asked: list[tuple[str, Any]]) -> None:
    for n in (7, CASES + 3):
        with filled_desk.reading() as session:
            one = case_of(session, n)
            session.expunge_all()
            asked.clear()
            assert case(session, one.id, today=TODAY).history
        sent = list(asked)
        assert sent
        assert read_whole(filled_desk, sent) == set()


def test_a_paper_that_is_typed_and_saved_reads_no_table_whole(
    filled_desk: Database, asked: list[tuple[str, Any]]
) -> None:
    with filled_desk.transaction() as session:
        member(session, "Anna Nowak")
        form = paper(session, street="Lipowa 1") | {"form_key": str(uuid4())}
        asked.clear()
        preview(session, form, today=TODAY, practice=PRACTICE)
        recorded(session, street="Lipowa 1")
    sent = list(asked)
    assert sent
    assert read_whole(filled_desk, sent) == set()


def test_the_queue_reads_no_table_whole(filled_desk: Database, asked: list[tuple[str, Any]]) -> None:
    with filled_desk.transaction() as session:
        reader = member(session, "Cezary Zych").id
    asked.clear()
    with filled_desk.reading() as session:
        for wanted in (Wanted(), Wanted(but_of=reader)):
            assert [group.count for group in queue(session, wanted, today=TODAY)]
    lists = [one for one in asked if "LIMIT" in one[0]]
    assert lists
    assert read_whole(filled_desk, lists) <= {"account"}, "PostgreSQL reads only so few as here whole"


def test_whoever_keyed_in_many_cases_is_shown_those_of_others(filled_desk: Database) -> None:
    with filled_desk.transaction() as session:
        whose = session.scalars(sa.select(CaseEditor.staff_id).group_by(CaseEditor.staff_id)).one()
        others = recorded(session, by="Danuta Wilk").number
    assert FEW < CASES
    with filled_desk.reading() as session:
        shown = queue(session, Wanted(but_of=whose), today=TODAY)
    assert [(group.count, [line.case.number for line in group.lines]) for group in shown] == [(1, [others])]


def test_open_cases_are_counted_in_the_index_of_the_queue_alone(sqlite_url: str) -> None:
    asked = counting(Wanted(but_of=UUID(int=7)), TODAY, TODAY)
    database = Database(sqlite_url)
    with database.engine.connect() as connection:
        counted = str(asked.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {counted}")]
    database.close()
    of_cases = [step for step in plan if " paper_case " in step]
    assert of_cases
    assert all("COVERING INDEX ix_paper_case_open" in step for step in of_cases), of_cases


@pytest.mark.parametrize("all_of_it", ["SELECT purpose FROM paper_case", "SELECT number FROM paper_case ORDER BY 1"])
def test_a_whole_index_is_told_like_a_whole_table(filled_desk: Database, all_of_it: str) -> None:
    assert read_whole(filled_desk, [(all_of_it, ())]) == {"paper_case"}
