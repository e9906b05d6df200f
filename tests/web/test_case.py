"""The case page: what it waits for, what a click will do, and decisions by the right people only (R2, R4, P6, P7)."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import forms
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from tests.factories import NOW, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, kept
from tests.web.rows import count, events, rows

APPROVER = "Barbara Lis"


def waiting(desk: DeskUnderTest, **changed: Any) -> UUID:
    """A recorded application of Anna Nowak's."""
    with desk.database.transaction() as session:
        return recorded(session, **changed).id


def first_clause(desk: DeskUnderTest, answer: str) -> dict[str, str]:
    with desk.database.reading() as session:
        return {f"clause-{forms.current(session, NOW.date()).clauses[0].id}": answer}


def address(case: UUID, action: str = "") -> str:
    return f"/applications/{case}" + (f"/{action}" if action else "")


def approver(desk: DeskUnderTest, name: str = APPROVER) -> Browser:
    return desk.as_(Role.APPROVER, name=name)


def status(desk: DeskUnderTest) -> CaseStatus:
    return rows(desk.database, Application)[0].status


def test_the_page_says_what_it_waits_for_and_what_the_button_will_do(desk: DeskUnderTest) -> None:
    page = approver(desk).get(address(waiting(desk)))
    assert "Waiting for approval, by the end of Wednesday 2 December 2026 (6 working days left)." in page.main
    assert "Nothing is missing." in page.main
    assert "Once approved, the account 104233 is created and the password goes to jozef@example.com" in page.main
    assert "Wed 2 Dec working day no. 7" in page.main


def test_approving_makes_the_account_and_says_so_with_the_number(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case)), "/approve")
    assert page.status == 200
    assert "Approved 2026/000001." in page.text
    assert status(desk) is CaseStatus.APPROVED
    assert [account.login for account in rows(desk.database, Account)] == ["104233"]
    assert "Waiting for the system" in page.main
    assert f"{APPROVER} · approved the application" in page.main


def test_p6_nobody_decides_an_own_entry(desk: DeskUnderTest) -> None:
    case = waiting(desk)
    browser = approver(desk, "Anna Nowak")
    page = browser.get(address(case))
    assert "so somebody else has to decide on it" in page.main
    assert not page.has_form("/approve")
    assert not page.has_form("/refuse")


@pytest.mark.parametrize("action", ["approve", "refuse"])
def test_p6_a_direct_post_of_ones_own_entry_is_refused_and_noted(desk: DeskUnderTest, action: str) -> None:
    case = waiting(desk)
    browser = approver(desk, "Anna Nowak")
    token = browser.get("/").form("/language")["csrf_token"]
    page = browser.post(address(case, action), data={"csrf_token": token, "revision": "1", "refuse_reason": "x"})
    assert page.status == 403
    assert "This is your own entry" in page.main
    assert status(desk) is CaseStatus.RECORDED
    assert events(desk.database)[-1] is Event.OWN_ENTRY_DECISION_REFUSED


@pytest.mark.parametrize(
    "changed, reason",
    [({"regulamin_signed": "no"}, "Regulamin not signed"), ({}, "clause 1 refused")],
)
def test_p7_what_is_missing_makes_approving_impossible_on_the_page_and_by_post(
    desk: DeskUnderTest, changed: dict[str, str], reason: str
) -> None:
    case = waiting(desk, **(changed or first_clause(desk, "refused")))
    browser = approver(desk)
    page = browser.get(address(case))
    assert "Approving is impossible:" in page.main
    assert reason in page.main
    assert not page.has_form("/approve")
    token = page.form("/language")["csrf_token"]
    page = browser.post(address(case, "approve"), data={"csrf_token": token, "revision": "1"})
    assert page.status == 409
    assert reason in page.main
    assert count(desk.database, Account) == 0


def test_two_approvers_at_once_the_second_is_told_who_and_when(desk: DeskUnderTest) -> None:
    case = waiting(desk)
    first, second = approver(desk), approver(desk, "Cezary Zych")
    seen_by_first, seen_by_second = first.get(address(case)), second.get(address(case))
    first.send(seen_by_first, "/approve")
    page = second.send(seen_by_second, "/refuse", refuse_reason="Odmowa klauzuli 2")
    assert page.status == 409
    assert "A colleague was faster" in page.main
    assert kept(page) == {"Reason for the refusal": "Odmowa klauzuli 2"}
    assert "Barbara Lis decided today 10:00. State now: Approved." in page.main
    assert status(desk) is CaseStatus.APPROVED
    assert count(desk.database, Account) == 1


@pytest.mark.parametrize(
    "action, field, end",
    [
        ("refuse", "refuse_reason", CaseStatus.REFUSED),
        ("return", "missing", CaseStatus.INCOMPLETE),
        ("withdraw", "withdraw_reason", CaseStatus.WITHDRAWN),
    ],
)
def test_other_decisions_need_a_reason_and_show_it(
    desk: DeskUnderTest, action: str, field: str, end: CaseStatus
) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case)), f"/{action}", **{field: "  "})
    assert page.status == 400
    assert page.title.startswith("Error:")
    assert page.field_error(field) == "Write a reason of at most 2,000 characters"
    assert status(desk) is CaseStatus.RECORDED
    page = browser.send(page, f"/{action}", **{field: "Nieczytelny podpis"})
    assert status(desk) is end
    assert "Nieczytelny podpis" in page.main
    assert "2026/000001" in page.soup.find(class_="status-line").get_text()  # type: ignore[union-attr]


def test_a_reason_too_long_is_kept_and_told(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case)), "/refuse", refuse_reason="ą" * 2001)
    assert page.status == 400
    assert page.form("/refuse")["refuse_reason"] == "ą" * 2001


def test_a_clerk_sees_no_button_of_an_approver(desk: DeskUnderTest) -> None:
    page = desk.as_(Role.CLERK, name="Celina").get(address(waiting(desk)))
    assert [action for action in ("/approve", "/refuse", "/return", "/withdraw") if page.has_form(action)] == [
        "/withdraw"
    ]


def test_an_auditor_sees_everything_and_may_change_nothing(desk: DeskUnderTest) -> None:
    page = desk.as_(Role.AUDITOR, name="Olga").get(address(waiting(desk)))
    actions = {str(form.get("action")) for form in page.soup.find_all("form", method="post")}
    assert actions == {"/language", "/auth/sign-out"}
    assert "Anna Nowak · recorded the application" in page.main


def test_a_decided_case_has_no_form_any_more(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    browser.send(browser.get(address(case)), "/approve")
    page = browser.get(address(case, "edit"))
    assert page.response.request.path == address(case)
    assert not page.has_form("/refuse")


@pytest.mark.parametrize("path", ["/applications/00000000-0000-0000-0000-000000000000", "/applications/1", "/x"])
def test_what_does_not_exist_is_a_page_that_helps(small_desk: DeskUnderTest, path: str) -> None:
    page = small_desk.as_(Role.CLERK).get(path)
    assert page.status == 404
    assert "There is no such page" in page.main


def test_an_event_or_field_that_this_version_does_not_know_is_told_plainly(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        case = recorded(session).id
        line = {"at": NOW, "actor": "worker", "object_type": "application", "object_id": str(case)}
        for event, details in (("case:sealed", {}), ("application:corrected", {"changed": ["meter_colour"]})):
            session.execute(sa.insert(AuditEntry).values(event=event, details=details, **line))
    page = desk.as_(Role.CLERK).get(f"/applications/{case}")
    assert "case:sealed" in page.main
    assert "meter_colour" in page.main
