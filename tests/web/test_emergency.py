"""Approving an own entry in an emergency, from the case's page to the review of another approver."""

from uuid import UUID

import pytest

from provisioner import office
from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page

WHY = "Reszta działu na szkoleniu."


@pytest.fixture
def desk(small_desk: DeskUnderTest) -> DeskUnderTest:
    """A desk of an office that allows it."""
    with small_desk.database.transaction() as session:
        office.change(session, "emergency_approval", "true")
    return small_desk


def own_case(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session).id


def approver(desk: DeskUnderTest, name: str = "Anna Nowak") -> Browser:
    return desk.as_(Role.APPROVER, name=name)


def asked(browser: Browser, case: UUID, **typed: str) -> Page:
    where = f"/cases/{case}/emergency"
    return browser.send(browser.get(where), where, **{"emergency_reason": WHY, "emergency_sure": "yes", **typed})


def approved(desk: DeskUnderTest, case: UUID) -> Page:
    browser = approver(desk)
    asked(browser, case)
    where = f"/applications/{case}"
    return browser.send(browser.get(where), f"{where}/approve")


def test_the_way_stands_on_an_own_entry_only_where_the_office_allows_it(small_desk: DeskUnderTest) -> None:
    case, browser = own_case(small_desk), approver(small_desk)
    assert "Approve it in an emergency" not in browser.get(f"/applications/{case}").main
    with small_desk.database.transaction() as session:
        office.change(session, "emergency_approval", "true")
    assert "Approve it in an emergency" in browser.get(f"/applications/{case}").main
    assert "Approve it in an emergency" not in approver(small_desk, "Barbara Lis").get(f"/applications/{case}").main


def test_once_the_word_is_given_the_button_approves_and_the_case_is_marked(desk: DeskUnderTest) -> None:
    case, browser = own_case(desk), approver(desk)
    assert not browser.get(f"/applications/{case}").has_form(f"/applications/{case}/approve")
    page = asked(browser, case)
    assert "You may approve your own entry until" in page.main
    done = browser.send(page, f"/applications/{case}/approve")
    assert "Approved in an emergency Waits for review" in done.main
    assert "approved an own entry in an emergency" in done.main


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"emergency_reason": " "}, "emergency_reason"), ({"emergency_sure": ""}, "emergency_sure")],
)
def test_what_is_missing_is_told_at_its_field(desk: DeskUnderTest, typed: dict[str, str], field: str) -> None:
    page = asked(approver(desk), own_case(desk), **typed)
    assert (page.status, bool(page.field_error(field))) == (400, True)


def test_somebody_else_at_the_desk_is_named(desk: DeskUnderTest) -> None:
    case = own_case(desk)
    approver(desk, "Barbara Lis").get("/")
    page = asked(approver(desk), case)
    assert (page.status, "At the desk now: Barbara Lis." in page.main) == (409, True)


def test_another_approver_finds_it_counted_and_reviews_it(desk: DeskUnderTest) -> None:
    case = own_case(desk)
    approved(desk, case)
    assert not approver(desk).get("/emergencies").has_form(f"/emergencies/{case}/review")
    browser = approver(desk, "Barbara Lis")
    assert "1 emergency to be reviewed" in browser.get("/").text
    page = browser.get("/emergencies")
    assert WHY in page.main
    wrong = browser.send(page, f"/emergencies/{case}/review", verdict="", review=" ")
    assert (wrong.status, set(wrong.summary())) == (400, {f"verdict-{case}", f"review-{case}"})
    told = browser.send(page, f"/emergencies/{case}/review", verdict="objected", review="Brak podpisu na odwrocie.")
    assert "Brak podpisu na odwrocie." in told.main
    assert "to be reviewed" not in told.text
    assert "Review: objection" in browser.get(f"/applications/{case}").main


def test_the_setting_says_what_follows_before_it_is_saved(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.ADMINISTRATOR, name="Zofia Mazur")
    page = browser.send(browser.get("/settings/emergency_approval"), "/settings/emergency_approval",
                        emergency_approval="yes")  # fmt: skip
    assert "waits for the review of another approver" in page.main
