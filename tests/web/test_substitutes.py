"""Everybody names their own substitute, an administrator that of others; the queue says whose something is."""

from uuid import UUID

import pytest

from provisioner.cases.errands.giving import Errand, put
from provisioner.cases.errands.tables import ErrandKind
from provisioner.staff.roles import Role
from tests.colleagues import colleague
from tests.factories import NOW, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.test_recheck import SILENT

DAYS = {"substitute_from": "24.11.2026", "substitute_until": "4.12.2026"}


@pytest.fixture
def ids(desk: DeskUnderTest) -> dict[str, UUID]:
    with desk.database.transaction() as session:
        return {name: colleague(session, name).id for name in ("Barbara Lis", "Celina Mak", "Ewa Zając")}


def away(desk: DeskUnderTest, ids: dict[str, UUID]) -> Browser:
    browser = desk.as_(Role.APPROVER, name="Celina Mak")
    browser.send(browser.get("/substitutes"), "/substitutes", substitute=str(ids["Ewa Zając"]), **DAYS)
    return browser


def test_the_substitute_reads_in_the_queue_whose_it_is(desk: DeskUnderTest, ids: dict[str, UUID]) -> None:
    browser = away(desk, ids)
    assert "Celina Mak : stands in: Ewa Zając" in browser.get("/substitutes").main
    with desk.database.transaction() as session:
        by = colleague(session, "Danuta Wpis")
        put(session, recorded(session).id, Errand(ErrandKind.ASKED, ids["Celina Mak"], "Był?"), by=by, at=NOW)
    theirs = desk.as_(Role.APPROVER, name="Ewa Zając")
    box = theirs.get("/").soup.find(id="for-you")
    assert box
    said = box.get_text(" ", strip=True)
    assert ("Question to: Celina Mak" in said, "you stand in" in said) == (True, True)
    link = box.find("a")
    assert link
    page = theirs.get(str(link["href"]))
    assert "Answered" in theirs.send(page, "/answer", case_note="Był.").text


def test_what_is_wrong_is_named_at_its_field_and_stays_typed(desk: DeskUnderTest, ids: dict[str, UUID]) -> None:
    browser = desk.as_(Role.APPROVER, name="Celina Mak")
    page = browser.send(browser.get("/substitutes"), "/substitutes", substitute="", **DAYS)
    assert (page.status, page.field_error("substitute")) == (400, "Choose who stands in")
    page = browser.send(page, "/substitutes", substitute=str(ids["Ewa Zając"]), substitute_until="1.11.2026")
    assert page.field_error("substitute_until") == "The last day comes before the first, or has passed"
    assert page.form("/substitutes") | {"csrf_token": ""} == {
        "csrf_token": "", "substitute": str(ids["Ewa Zając"]), "substitute_from": "24.11.2026",
        "substitute_until": "1.11.2026",
    }  # fmt: skip
    assert "Nobody stands in for anybody" in browser.get("/substitutes").main


def test_while_keycloak_is_silent_nobody_is_appointed_for_another_and_what_was_typed_is_kept(
    desk: DeskUnderTest, ids: dict[str, UUID]
) -> None:
    browser = desk.as_(Role.ADMINISTRATOR, name="Ada Min")
    page = browser.get("/substitutes")
    desk.realm.trouble = SILENT
    sent = {"absent": str(ids["Celina Mak"]), "substitute": str(ids["Barbara Lis"]), **DAYS}
    page = browser.send(page, "/of-others", **sent)
    assert page.status == 503
    assert page.form("/of-others") | {"csrf_token": ""} == {"csrf_token": "", **sent}


def test_whoever_is_away_cannot_be_chosen_for_these_days(desk: DeskUnderTest, ids: dict[str, UUID]) -> None:
    away(desk, ids)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.send(browser.get("/substitutes"), "/substitutes", substitute=str(ids["Celina Mak"]), **DAYS)
    assert page.status == 400
    assert page.field_error("substitute") == "They are away themselves on one of these days: choose somebody else"


def test_one_ends_ones_own_and_an_administrator_anybodys(desk: DeskUnderTest, ids: dict[str, UUID]) -> None:
    browser = away(desk, ids)
    other = desk.as_(Role.APPROVER, name="Barbara Lis")
    token = other.get("/substitutes").form("/substitutes")["csrf_token"]
    assert not other.get("/substitutes").has_form("/end")
    assert other.post("/substitutes/1/end", data={"csrf_token": token}).status == 409
    assert "Ended" in browser.send(browser.get("/substitutes"), "/1/end").text
    administrator = desk.as_(Role.ADMINISTRATOR, name="Ada Min")
    sent = {"absent": str(ids["Celina Mak"]), "substitute": str(ids["Barbara Lis"]), **DAYS}
    page = administrator.send(administrator.get("/substitutes"), "/of-others", **sent)
    assert "Celina Mak : stands in: Barbara Lis" in page.main
    assert "Nobody stands in" in administrator.send(page, "/end-of-others").main
