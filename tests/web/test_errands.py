"""A case handed over and a question stand first in the queue of the colleague, and say from whom and why."""

from uuid import UUID

import pytest

from provisioner import applications
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.journal import Event
from provisioner.staff.roles import Role
from tests.colleagues import colleague
from tests.factories import NOW, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events
from tests.web.test_recheck import SILENT

WHY = "Znam klienta, zdecyduj proszę."


@pytest.fixture
def case(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        colleague(session, "Celina Mak")
        colleague(session, "Danuta Biuro", Role.CLERK)
        return recorded(session).id


def approver(desk: DeskUnderTest, name: str = "Barbara Lis") -> Browser:
    return desk.as_(Role.APPROVER, name=name)


def put(desk: DeskUnderTest, case: UUID, kind: str, to: str, words: str = WHY) -> Page:
    browser, action = approver(desk), {"handed": "hand-over", "asked": "ask"}[kind]
    page = browser.get(f"/cases/{case}/colleague")
    return browser.send(page, action, **{f"{kind}_to": str(desk.staff_id(to)), f"{kind}_words": words})


def for_me(page: Page) -> str:
    found = page.soup.find(id="for-you")
    return found.get_text(" ", strip=True) if found else ""


def test_a_case_handed_over_stands_first_marked_and_with_the_reason(desk: DeskUnderTest, case: UUID) -> None:
    page = put(desk, case, "handed", "Celina Mak")
    assert "The case is handed over" in page.text
    assert "Handed to: Celina Mak" in page.main
    theirs = approver(desk, "Celina Mak").get("/")
    assert ("Handed to you" in for_me(theirs), f"Barbara Lis: {WHY}" in for_me(theirs)) == (True, True)
    assert "handed to you" in theirs.soup.select(".queue tbody tr")[0].get_text(" ")
    others = approver(desk, "Ewa Inna").get("/")
    assert (for_me(others), "handed to Celina Mak" in others.main) == ("", True)
    begun = approver(desk, "Celina Mak")
    assert "Handed to you" in begun.send(begun.get("/"), "/queue/next").main


def test_the_case_tells_who_handed_it_over_and_why_in_its_history_too(desk: DeskUnderTest, case: UUID) -> None:
    put(desk, case, "handed", "Celina Mak")
    history = approver(desk).get(f"/applications/{case}").soup.select(".timeline li")[0].get_text(" ", strip=True)
    assert "Barbara Lis · handed the application over to a colleague" in history
    assert WHY in history
    assert "Celina Mak" in history


def test_a_question_is_counted_in_the_heading_and_answered_by_a_note(desk: DeskUnderTest, case: UUID) -> None:
    put(desk, case, "asked", "Danuta Biuro", "Czy klient był w BOK?")
    clerk = desk.as_(Role.CLERK, name="Danuta Biuro")
    page = clerk.get("/")
    assert page.soup.select(".case-title .badge")[0].get_text(strip=True) == "1 question to you"
    asked = clerk.get(f"/cases/{case}/answer")
    assert "Czy klient był w BOK?" in asked.main
    done = clerk.send(asked, "/answer", case_note="Był wczoraj.")
    assert "Answered" in done.text
    assert "Był wczoraj." in done.main
    assert for_me(clerk.get("/")) == ""
    again = clerk.send(asked, "/answer", case_note="Jeszcze raz.")
    assert (again.status, "Jeszcze raz." in again.main) == (409, True)
    assert events(desk.database).count(Event.CASE_NOTED) == 1


@pytest.mark.parametrize("kind", ["handed", "asked"])
def test_what_is_missing_is_named_at_its_field_and_what_was_typed_stays(
    desk: DeskUnderTest, case: UUID, kind: str
) -> None:
    page = put(desk, case, kind, "Celina Mak", "  ")
    assert (page.status, page.field_error(f"{kind}_words")) == (400, "Write a text of at most 2,000 characters")
    assert page.form(f"/{'hand-over' if kind == 'handed' else 'ask'}")[f"{kind}_to"] == str(desk.staff_id("Celina Mak"))
    page = put(desk, case, kind, "Nikt Nieznany", "Proszę.")
    assert (page.status, page.field_error(f"{kind}_to")) == (400, "Choose a colleague from the list")
    assert page.form(f"/{'hand-over' if kind == 'handed' else 'ask'}")[f"{kind}_words"] == "Proszę."
    assert for_me(approver(desk, "Celina Mak").get("/")) == ""


def test_a_second_question_to_one_colleague_waits_for_the_first(desk: DeskUnderTest, case: UUID) -> None:
    put(desk, case, "asked", "Celina Mak")
    page = put(desk, case, "asked", "Celina Mak", "I jeszcze coś.")
    assert (page.status, "It waits for Celina Mak since" in page.main) == (409, True)
    assert page.form("/ask")["asked_words"] == "I jeszcze coś."


def test_who_has_put_it_to_them_is_named(desk: DeskUnderTest, case: UUID) -> None:
    put(desk, case, "asked", "Celina Mak")
    page = put(desk, case, "asked", "Celina Mak", "I jeszcze coś.")
    assert "It is put to them already; your click changed nothing" in page.main
    assert "put by Barbara Lis" in page.main


def test_while_keycloak_is_silent_nothing_is_handed_over_and_what_was_typed_is_kept(
    desk: DeskUnderTest, case: UUID
) -> None:
    browser = approver(desk)
    page = browser.get(f"/cases/{case}/colleague")
    to = str(desk.staff_id("Celina Mak"))
    desk.realm.trouble = SILENT
    page = browser.send(page, "/hand-over", handed_to=to, handed_words=WHY)
    sent = page.form("/hand-over")
    assert (page.status, sent["handed_to"], sent["handed_words"]) == (503, to, WHY)
    assert Event.APPLICATION_HANDED_OVER not in events(desk.database)


def test_what_cannot_be_is_not_offered_and_the_page_says_why(desk: DeskUnderTest, case: UUID) -> None:
    browser = approver(desk)
    before = browser.get(f"/cases/{case}/colleague")
    with desk.database.transaction() as session:
        who = member(session, "Barbara Lis")
        decide.return_incomplete(session, Application, case, revision=1, missing="Podpis", by=who, at=NOW)
    page = browser.get(f"/cases/{case}/colleague")
    assert (page.has_form("/ask"), page.has_form("/hand-over")) == (True, False)
    assert "it can be handed over once it is complete" in page.main
    late = browser.send(before, "/hand-over", handed_to=str(desk.staff_id("Celina Mak")), handed_words=WHY)
    assert (late.status, late.form("/hand-over")["handed_words"]) == (409, WHY)
    with desk.database.transaction() as session:
        who = member(session, "Barbara Lis")
        applications.withdraw(session, case, revision=2, reason="Telefon.", by=who, at=NOW)
    page = browser.get(f"/cases/{case}/colleague")
    assert (page.has_form("/ask"), page.has_form("/hand-over")) == (False, False)
    assert "nothing is put to colleagues any more" in page.main


def test_an_answer_that_comes_too_late_becomes_a_note(desk: DeskUnderTest, case: UUID) -> None:
    put(desk, case, "asked", "Danuta Biuro", "Czy klient był w BOK?")
    clerk = desk.as_(Role.CLERK, name="Danuta Biuro")
    page = clerk.get(f"/cases/{case}/answer")
    for _ in range(2):
        assert "Answered" in clerk.send(page, "/answer", case_note="Był wczoraj.").text
    late = clerk.send(page, "/answer", case_note="Jeszcze raz.")
    assert late.status == 409
    noted = clerk.send(late, "/note")
    assert "The note stands in the history" in noted.text
    assert events(desk.database).count(Event.CASE_NOTED) == 2


def test_a_clerk_asks_but_hands_nothing_over(desk: DeskUnderTest, case: UUID) -> None:
    page = desk.as_(Role.CLERK).get(f"/cases/{case}/colleague")
    assert (page.has_form("/ask"), page.has_form("/hand-over")) == (True, False)
