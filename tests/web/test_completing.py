"""Correcting a recorded application and completing one that came back (R4)."""

from provisioner import applications
from provisioner.domain.application import ApplicationStatus
from provisioner.domain.roles import Role
from provisioner.models import Application
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
        ApplicationStatus.RECORDED, "2026-11-24", "+48602000111",
    )  # fmt: skip
    assert not page.has_form("/approve")


def test_a_correction_with_mistakes_keeps_what_was_typed_and_changes_nothing(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case, "edit")), "/edit", postcode="x", town="Żukowo")
    assert page.status == 400
    assert page.field_error("postcode").startswith("A postcode")
    assert page.form("/edit")["town"] == "Żukowo"
    assert rows(desk.database, Application)[0].town == "Kartuzy"


def test_a_correction_of_what_a_colleague_has_decided_is_told(desk: DeskUnderTest) -> None:
    case, clerk = waiting(desk), desk.as_(Role.CLERK)
    page: Page = clerk.get(address(case, "edit"))
    with desk.database.transaction() as session:
        applications.refuse(session, case, revision=1, reason="x", by=member(session, APPROVER), at=NOW)
    page = clerk.send(page, "/edit", town="Żukowo")
    assert page.status == 409
    assert "Barbara Lis decided" in page.main
