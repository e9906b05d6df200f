"""A database that is busy: told once within seconds, nothing typed is lost, and what is committed is never denied."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import event as sa_event
from sqlalchemy.exc import OperationalError, ProgrammingError

from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffSession
from tests.databases import OWNER, everything, under
from tests.factories import recorded
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.rows import rows

pytestmark = pytest.mark.patient

SECONDS = 0.3
LOCKED = OperationalError("UPDATE staff_session", {}, Exception("database is locked"))
CUTS_OFF = """
CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql
AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
"""
"""The server ends the connection in the middle of the commit."""
BROKEN = ProgrammingError("UPDATE staff_session", {}, Exception("no such column"))


@pytest.fixture
def hasty(database_url: str) -> Iterator[DeskUnderTest]:
    """A desk whose database is waited for only a moment."""
    database = Database(database_url, SECONDS)
    yield desk_over(database)
    database.close()


@contextmanager
def held(database_url: str, also: str = "") -> Iterator[None]:
    """Somebody else writes all the time, as a backup or a long report might; PostgreSQL locks what `also` names too."""
    other = Database(database_url)
    with other.transaction() as session:
        session.execute(sa.update(Case).values(note="held"))
        if also and other.engine.dialect.name == "postgresql":
            session.execute(sa.text(also))
        yield
    other.close()


def case_of(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session).id


@pytest.mark.parametrize(("action", "field"), [("/refuse", "refuse_reason"), ("/return", "missing")])
def test_a_decision_keeps_what_was_typed_while_the_database_is_locked(
    hasty: DeskUnderTest, database_url: str, action: str, field: str
) -> None:
    case = case_of(hasty)
    browser = hasty.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")
    with held(database_url):
        began = time.monotonic()
        busy = browser.send(page, action, **{field: "Nieczytelna klauzula 2."})
        assert time.monotonic() - began < 4
    assert busy.status == 503
    assert "the database does not answer" in busy.main
    assert busy.form(action)[field] == "Nieczytelna klauzula 2."
    assert browser.send(busy, action).status == 200


def test_an_approval_says_so_while_the_database_is_locked(hasty: DeskUnderTest, database_url: str) -> None:
    case = case_of(hasty)
    browser = hasty.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")
    with held(database_url):
        assert browser.send(page, "/approve").status == 503
    assert rows(hasty.database, Application)[0].status is CaseStatus.RECORDED


def test_no_journal_leaves_while_its_taking_cannot_be_noted(hasty: DeskUnderTest, database_url: str) -> None:
    case_of(hasty)
    browser = hasty.as_(Role.AUDITOR, name="Ewa Rewizor")
    data = browser.get("/journal").form("/journal/export") | {"kind_of_file": "csv"}
    whose = database_url if database_url.startswith("sqlite") else under(database_url, OWNER)
    with held(whose, "LOCK TABLE audit_entry IN EXCLUSIVE MODE"):
        answer = browser.client.post("/journal/export", data=data)
    assert (answer.status_code, answer.headers.get("Content-Disposition")) == (503, None)


@pytest.mark.parametrize("fault", [LOCKED, BROKEN], ids=["locked", "broken"])
def test_a_committed_decision_is_never_denied(desk: DeskUnderTest, fault: Exception) -> None:
    case = case_of(desk)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")

    def fail(*about: object) -> None:
        if "staff_session" in str(about[2]) and not str(about[2]).startswith("SELECT"):
            raise fault

    def fail_from_now_on(*about: object) -> None:
        if str(about[2]).startswith("INSERT INTO account"):
            sa_event.listen(desk.database.engine, "before_cursor_execute", fail)

    sa_event.listen(desk.database.engine, "after_cursor_execute", fail_from_now_on)
    done = browser.send(page, "/approve")
    assert done.status == 200
    assert "about to be created" in done.main
    assert rows(desk.database, Application)[0].status is CaseStatus.APPROVED
    assert len(rows(desk.database, StaffSession)) == 1


def test_the_page_after_a_decision_never_says_that_nothing_was_changed(desk: DeskUnderTest) -> None:
    case = case_of(desk)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")
    answer = browser.client.post(f"/applications/{case}/approve", data=page.form("/approve"))
    assert answer.status_code == 303

    def fail(*about: object) -> None:
        if not str(about[2]).startswith(("PRAGMA", "BEGIN")):
            raise LOCKED

    sa_event.listen(desk.database.engine, "before_cursor_execute", fail)
    after = browser.client.get(answer.headers["Location"])
    assert after.status_code == 503
    assert "What was saved stays saved" in after.text
    assert "Nothing" not in after.text


def test_what_many_approvals_have_committed_is_not_denied_when_it_cannot_be_read_back(desk: DeskUnderTest) -> None:
    case = case_of(desk)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    token = browser.get("/").form("/language")["csrf_token"]
    made: list[str] = []

    def fail(*about: object) -> None:
        if made and str(about[2]).startswith("SELECT"):
            raise LOCKED

    def note(*about: object) -> None:
        if str(about[2]).startswith("INSERT INTO account "):
            sa_event.listen(desk.database.engine, "commit", lambda _: made.append("approval"), once=True)

    sa_event.listen(desk.database.engine, "before_cursor_execute", fail)
    sa_event.listen(desk.database.engine, "after_cursor_execute", note)
    answer = browser.client.post("/queue/approve", data={"csrf_token": token, f"case-{case}": "1"})
    made.clear()
    assert answer.status_code == 503
    assert "What was saved stays saved" in answer.text
    assert rows(desk.database, Application)[0].status is CaseStatus.APPROVED


@pytest.mark.postgres
def test_of_a_commit_whose_answer_is_lost_nobody_says_whether_it_counts(postgres_url: str) -> None:
    database = Database(postgres_url)
    case = case_of(desk_over(database))
    with everything(database).begin() as connection:
        connection.execute(sa.text(CUTS_OFF))
        connection.execute(
            sa.text(
                "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION cut_off()"
            )
        )
    browser = desk_over(database).as_(Role.APPROVER, name="Barbara Lis")
    answer = browser.send(browser.get(f"/applications/{case}"), "/approve")
    assert answer.status == 503
    assert "It is not known whether this was saved" in answer.main
    assert "Nothing is changed" not in answer.main
    database.close()
