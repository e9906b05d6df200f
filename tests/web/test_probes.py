"""Two questions of machines: does the desk live, and can it work; Keycloak is asked for neither."""

from pathlib import Path

import pytest
import responses
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from provisioner.database import Database
from provisioner.database.schema import migrate
from provisioner.outside.tables import ComponentState
from provisioner.staff.roles import Role
from tests.factories import NOW
from tests.web.desk import DeskUnderTest, desk_over

SILENCE = OperationalError("x", {}, Exception("no answer"))


def asked(desk: DeskUnderTest, question: str) -> TestResponse:
    return desk.nobody().client.get(f"/health/{question}")


def test_a_desk_over_a_good_database_lives_and_is_ready(desk: DeskUnderTest) -> None:
    for question in ("live", "ready"):
        answer = asked(desk, question)
        assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain"), question


def test_a_desk_without_its_database_lives_and_names_what_is_missing(desk: DeskUnderTest) -> None:
    desk.break_reading(SILENCE)
    assert asked(desk, "live").status_code == 200
    answer = asked(desk, "ready")
    assert (answer.status_code, answer.text) == (503, "database: no answer\n")


def test_a_desk_that_was_ready_is_not_when_its_database_falls_silent(desk: DeskUnderTest) -> None:
    assert asked(desk, "ready").status_code == 200
    desk.break_reading(SILENCE)
    assert asked(desk, "ready").status_code == 503


def test_a_desk_over_an_old_schema_waits_for_the_migration(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    desk = desk_over(database)
    answer = asked(desk, "ready")
    assert answer.status_code == 503
    assert answer.text == "database: not at the newest schema, run provisioner migrate\n"
    assert asked(desk, "live").status_code == 200
    migrate(database)
    assert asked(desk, "ready").status_code == 200
    database.close()


def test_the_schema_is_looked_up_once_the_database_is_asked_each_time(small_desk: DeskUnderTest) -> None:
    asked(small_desk, "ready")
    statements: list[str] = []
    event.listen(small_desk.database.engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    asked(small_desk, "ready")
    assert statements == ["BEGIN IMMEDIATE", "SELECT 1"]


def test_neither_question_reaches_keycloak_or_suffers_from_its_silence(
    small_desk: DeskUnderTest, mock: responses.RequestsMock
) -> None:
    with small_desk.database.transaction() as session:
        session.add(ComponentState(name="keycloak", problem="keycloak_unreachable", since=NOW, seen_at=NOW))
    assert [asked(small_desk, question).status_code for question in ("live", "ready")] == [200, 200]
    assert len(mock.calls) == 0


def test_living_asks_no_database_even_for_somebody_signed_in(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    small_desk.break_reading(SILENCE)
    assert browser.client.get("/health/live").status_code == 200


@pytest.mark.parametrize("address", ["/health", "/health/"])
def test_the_old_address_is_gone(small_desk: DeskUnderTest, address: str) -> None:
    assert small_desk.nobody().client.get(address).status_code == 404
