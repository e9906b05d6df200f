"""Correcting a recorded application and completing one that came back (R4)."""

from bs4 import Tag

from provisioner import applications, office
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Role
from tests.factories import NOW, member
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.rows import rows
from tests.web.test_case import APPROVER, address, approver, waiting


def test_completing_starts_the_clock_again_and_the_completer_may_not_decide(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    browser.send(browser.get(address(case)), "/return", missing="Brak podpisu")
    page = browser.get(address(case, "edit"))
    assert "Brak podpisu" in page.main
    page = browser.send(page, "/edit", completed_on="d", phone="602 000 111")
    assert "Saved 2026/000001." in page.text
    saved = rows(desk.database, Application)[0]
    assert (saved.status, str(saved.clock_from), saved.phone) == (
        CaseStatus.RECORDED, "2026-11-24", "+48602000111",
    )  # fmt: skip
    assert not page.has_form("/approve")


def test_the_case_says_what_the_completion_did_to_the_clock(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    for how, said in (("restart", "the clock starts anew"), ("run_on", "the clock runs on from the receipt")):
        with desk.database.transaction() as session:
            office.change(session, "clock_on_completion", how)
        browser.send(browser.get(address(case)), "/return", missing="Brak podpisu")
        page = browser.send(browser.get(address(case, "edit")), "/edit", completed_on="d")
        assert said in page.main


def test_a_correction_with_mistakes_keeps_what_was_typed_and_changes_nothing(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case, "edit")), "/edit", postcode="x", town="Żukowo")
    assert page.status == 400
    assert page.field_error("postcode").startswith("A postcode")
    assert page.form("/edit")["town"] == "Żukowo"
    assert rows(desk.database, Application)[0].town == "Kartuzy"


def test_a_correction_of_what_a_colleague_has_decided_is_told_and_stays_typed(desk: DeskUnderTest) -> None:
    case, clerk = waiting(desk), desk.as_(Role.CLERK)
    page: Page = clerk.get(address(case, "edit"))
    with desk.database.transaction() as session:
        applications.refuse(session, case, revision=1, reason="x", by=member(session, APPROVER), at=NOW)
    page = clerk.send(page, "/edit", town="Żukowo")
    assert page.status == 409
    assert page.title.startswith("Error:")
    assert "Barbara Lis decided today 10:00. State now: Refused." in page.main
    assert page.form("/edit")["town"] == "Żukowo"
    assert not page.soup.find(id="seen")
    assert page.soup.find("a", href=address(case), target="_blank")


def test_a_correction_that_meets_a_colleagues_is_saved_only_after_looking(desk: DeskUnderTest) -> None:
    case, clerk, other = waiting(desk), desk.as_(Role.CLERK), desk.as_(Role.CLERK, name="Celina Dudek")
    mine, theirs = clerk.get(address(case, "edit")), other.get(address(case, "edit"))
    other.send(theirs, "/edit", town="Gdynia")
    page = clerk.send(mine, "/edit", street="ul. Leśna 1")
    assert page.status == 409
    assert "Celina Dudek changed this application today 10:00." in page.main
    page = clerk.send(page, "/edit")
    assert (page.status, page.form("/edit")["street"]) == (409, "ul. Leśna 1")
    assert rows(desk.database, Application)[0].town == "Gdynia"
    tick = page.soup.find(id="seen")
    assert isinstance(tick, Tag)
    assert "Saved 2026/000001." in clerk.send(page, "/edit", seen=str(tick["value"])).text
    assert rows(desk.database, Application)[0].street == "ul. Leśna 1"


def test_what_was_looked_at_and_changed_again_is_a_conflict_again(desk: DeskUnderTest) -> None:
    case, clerk, other = waiting(desk), desk.as_(Role.CLERK), desk.as_(Role.CLERK, name="Celina Dudek")
    mine = clerk.get(address(case, "edit"))
    for town in ("Gdynia", "Sopot"):
        other.send(other.get(address(case, "edit")), "/edit", town=town)
    assert clerk.send(mine, "/edit", seen="2").status == 409
    assert rows(desk.database, Application)[0].town == "Sopot"


def test_before_saving_a_completion_its_deadline_and_login_are_said(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    browser.send(browser.get(address(case)), "/return", missing="Brak podpisu")
    page = browser.get(address(case, "edit"))
    assert "by the end of Thursday 3 December 2026" in page.main
    assert "Already reserved for this application." in page.main
    page = browser.send(page, "/edit", button="preview", completed_on="23.11", customer_number="104999")
    assert page.status == 200
    assert "by the end of Wednesday 2 December 2026" in page.main
    assert page.soup.find(class_="login").get_text() == "104999"  # type: ignore[union-attr]
    part = browser.post(address(case, "preview"), data=page.form("/edit") | {"completed_on": "d"})
    assert "by the end of Thursday 3 December 2026" in part.text
    assert part.soup.find("html") is None
    assert rows(desk.database, Application)[0].status is CaseStatus.INCOMPLETE
