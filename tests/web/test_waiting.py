"""A decision that waits, as people see it: the case says so, and one button takes it back (R4)."""

from datetime import timedelta
from uuid import UUID

import pytest

from provisioner import office
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.decisions.applying import apply_waiting, lapse
from provisioner.staff.roles import Role
from tests.changed import active
from tests.changed import recorded as change_recorded
from tests.factories import NOW, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count, rows

APPROVER, OTHER = "Barbara Lis", "Celina Mak"


@pytest.fixture
def small_desk(small_desk: DeskUnderTest) -> DeskUnderTest:
    """A desk with time to take a decision back."""
    with small_desk.database.transaction() as session:
        office.change(session, "undo_window_seconds", "30")
    return small_desk


def case(desk: DeskUnderTest, number: int = 104233) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session, customer_number=str(number)).id


def approver(desk: DeskUnderTest, name: str = APPROVER) -> Browser:
    return desk.as_(Role.APPROVER, name=name)


def decided(desk: DeskUnderTest, found: UUID, action: str = "/approve", **typed: str) -> tuple[Browser, Page]:
    browser = approver(desk)
    return browser, browser.send(browser.get(f"/applications/{found}"), action, **typed)


def applied(desk: DeskUnderTest, found: UUID) -> None:
    with desk.database.transaction() as session:
        apply_waiting(session, found, at=NOW + timedelta(seconds=30))


def test_the_case_says_that_the_decision_waits_and_nothing_has_happened(small_desk: DeskUnderTest) -> None:
    found = case(small_desk)
    browser, page = decided(small_desk, found)
    assert "2026/000001: approved. It counts from 10:00:30; until then you can take it back." in page.text
    assert "Waits: Approved Decided by Barbara Lis, today 10:00. It counts from 10:00:30" in page.main
    for action in ("/approve", "/refuse", "/return", "/withdraw"):
        assert not page.has_form(action), action
    assert "Correct" not in page.main
    assert count(small_desk.database, Account) == 0
    assert "Barbara Lis: Approved, waits" in approver(small_desk, OTHER).get("/").main
    applied(small_desk, found)
    assert "Waits:" not in browser.get(f"/applications/{found}").main
    assert count(small_desk.database, Account) == 1


@pytest.mark.parametrize(
    "action, typed", [("/refuse", {"refuse_reason": "brak umowy"}), ("/return", {"missing": "podpis"})]
)
def test_a_decision_is_taken_back_on_its_case_and_decided_anew(
    small_desk: DeskUnderTest, action: str, typed: dict[str, str]
) -> None:
    found = case(small_desk)
    browser, page = decided(small_desk, found, action, **typed)
    assert next(iter(typed.values())) in page.main
    page = browser.send(page, "/take-back")
    assert "Taken back: 2026/000001 is not decided." in page.text
    assert "You have this case in hand" in page.main
    assert rows(small_desk.database, WaitingDecision) == []
    page = browser.send(page, "/approve")
    assert "2026/000001: approved." in page.text


def test_while_the_queue_is_played_the_next_case_opens_and_the_last_decision_is_undone_from_there(
    small_desk: DeskUnderTest,
) -> None:
    case(small_desk), case(small_desk, 104234)
    browser = approver(small_desk)
    page = browser.send(browser.get("/"), "/queue/next")
    page = browser.send(page, "/approve")
    assert "2026/000002" in page.title
    page = browser.send(page, "/take-back")
    assert "2026/000001" in page.title
    page = browser.send(browser.send(page, "/approve"), "/approve")
    assert page.title.startswith("End of the queue")
    assert "Approved counts from 10:00:30: 2026/000001" in page.main
    page = browser.send(page, "/take-back")
    assert "Taken back: 2026/00000" in page.text


def test_what_was_applied_meanwhile_cannot_be_taken_back(small_desk: DeskUnderTest) -> None:
    found = case(small_desk)
    browser, page = decided(small_desk, found)
    applied(small_desk, found)
    page = browser.send(page, "/take-back")
    assert "It is too late to take it back. Barbara Lis decided" in page.text
    assert rows(small_desk.database, Application)[0].status is CaseStatus.APPROVED


def test_colleagues_see_who_decided_and_cannot_change_it(small_desk: DeskUnderTest) -> None:
    found = case(small_desk)
    other = approver(small_desk, OTHER)
    before = other.get(f"/applications/{found}")
    decided(small_desk, found)
    page = other.send(before, "/approve")
    assert page.status == 409
    assert "Barbara Lis decided today 10:00: Approved. It can still be taken back." in page.main
    assert not page.has_form("/take-back")
    assert "Barbara Lis decided" in other.post(
        f"/cases/{found}/take-back", data={"csrf_token": before.form("/sign-out")["csrf_token"]}
    ).text  # fmt: skip
    assert len(rows(small_desk.database, WaitingDecision)) == 1


def test_a_second_click_is_told_as_what_it_is(small_desk: DeskUnderTest) -> None:
    found = case(small_desk)
    browser = approver(small_desk)
    page = browser.get(f"/applications/{found}")
    browser.send(page, "/approve")
    page = browser.send(page, "/approve")
    assert page.status == 200
    assert "Already approved (by you, today 10:00)." in page.text


def test_a_change_of_data_waits_as_well(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        change = change_recorded(session, active(session), last_name="Inna").id
    browser = approver(small_desk)
    page = browser.send(browser.get(f"/changes/{change}"), "/approve")
    assert "Waits: Approved" in page.main
    assert page.has_form("/take-back")
    assert not page.has_form("/refuse")


def test_what_could_not_be_applied_is_told_to_whoever_decided_until_somebody_decides_anew(
    small_desk: DeskUnderTest,
) -> None:
    found = case(small_desk)
    browser, _ = decided(small_desk, found)
    with small_desk.database.transaction() as session:
        lapse(session, found, "NotApprovable", at=NOW + timedelta(seconds=30))
    assert "Approved could not be applied, decide anew: 2026/000001" in browser.get("/").main
    assert "2026/000001" in browser.send(browser.get("/"), "/queue/next").title
    page = browser.get(f"/applications/{found}")
    assert "Not applied: Approved" in page.main
    page = browser.send(page, "/approve")
    assert "counts from 10:00:30" in page.main
    assert "could not be applied" not in browser.get("/").main
