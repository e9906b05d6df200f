"""A process that knows the former key of the journal alone says that it must be started anew, and changes nothing."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from provisioner import journal
from provisioner.database import Database
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from provisioner.worker import Hold
from tests.factories import NOW, recorded
from tests.journal.desk import KEY, NEWER, knowing, opened
from tests.web.desk import DeskUnderTest, desk_over


@pytest.fixture
def former(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        with database.transaction() as session:
            journal.begin(session, at=NOW)
        yield database


@pytest.fixture
def desk(former: Database) -> DeskUnderTest:
    return desk_over(former)


def exchange(url: str) -> None:
    with opened(url, knowing(KEY, NEWER)) as both, both.transaction() as session:
        assert journal.exchange(session, at=NOW)


def lines(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(AuditEntry)).one()


def test_the_page_and_the_probe_say_so_and_nothing_is_written(
    desk: DeskUnderTest, former: Database, database_url: str
) -> None:
    with former.transaction() as session:
        case = recorded(session).id
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")
    assert desk.nobody().client.get("/health/ready").status_code == 200
    exchange(database_url)
    before = lines(former)
    with capture_logs() as logged:
        answer = browser.send(page, "/refuse", refuse_reason="brak podpisu")
        probe = desk.nobody().client.get("/health/ready")
    assert (answer.status, "The desk must be started anew" in answer.main) == (503, True)
    assert "brak podpisu" in answer.main, "what was typed can be copied"
    assert (probe.status_code, probe.text) == (503, "journal: its key was exchanged, start this anew\n")
    assert [one["event"] for one in logged if one["log_level"] == "error"] == ["journal:key-exchanged"]
    assert lines(former) == before


def test_a_look_that_cannot_be_sealed_is_told_in_the_log_and_the_page_is_shown(
    desk: DeskUnderTest, former: Database, database_url: str
) -> None:
    with former.transaction() as session:
        case = recorded(session).id
    browser = desk.as_(Role.CLERK)
    exchange(database_url)
    before = lines(former)
    with capture_logs() as logged:
        seen = browser.get(f"/applications/{case}")
        seen.response.close()
    line = next(one for one in logged if one["event"] == "case:look-not-noted")
    assert (seen.status, line["reason"]) == (200, "key_exchanged")
    assert (line["case"], line["staff"]) == (str(case), str(desk.staff_id("Anna Nowak")))
    assert lines(former) == before


def test_a_worker_takes_nothing_more_and_says_so_once(former: Database, database_url: str) -> None:
    step = Hold(former).keeps(lambda: True)
    assert step()
    exchange(database_url)
    with capture_logs() as logged:
        assert not any(step() for _ in range(3))
    assert [one["event"] for one in logged] == ["the journal's key was exchanged: waits to be started anew"]
