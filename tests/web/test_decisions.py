"""Decisions clicked twice, late or with characters nobody can see (P6, P10)."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from tests.web.desk import DeskUnderTest
from tests.web.page import kept
from tests.web.rows import count, rows
from tests.web.test_case import address, approver, status, waiting


@pytest.mark.parametrize(
    "action, field", [("refuse", "refuse_reason"), ("return", "missing"), ("withdraw", "withdraw_reason")]
)
def test_what_nobody_can_read_in_a_reason_is_told_at_the_field(desk: DeskUnderTest, action: str, field: str) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case)), f"/{action}", **{field: "Brak pod\ufffdpisu"})
    assert page.status == 400
    assert page.field_error(field).startswith("Some characters cannot be read")
    assert "pod\ufffdpisu" in page.form(f"/{action}")[field]
    assert status(desk) is CaseStatus.RECORDED


def test_what_nobody_can_see_in_a_reason_is_dropped_and_its_lines_end_once(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    long = "Brak\x00 pod\u200bpisu" + "\r\n" * 900 + "i daty" * 180
    page = browser.send(browser.get(address(case)), "/refuse", refuse_reason=long)
    assert "Refused 2026/000001." in page.text
    kept = rows(desk.database, Application)[0].decision_reason
    assert kept == "Brak podpisu" + "\n" * 900 + "i daty" * 180


ALREADY = [
    ("approve", {}, "Already approved (by you, today 10:00)."),
    ("refuse", {"refuse_reason": "Odmowa"}, "Already refused (by you, today 10:00)."),
    ("return", {"missing": "Podpis"}, "Already returned as incomplete (by you, today 10:00)."),
    ("withdraw", {"withdraw_reason": "Telefon"}, "The withdrawal is already noted (by you, today 10:00)."),
]


@pytest.mark.parametrize("action, typed, said", ALREADY)
def test_a_double_click_is_told_as_what_it_is(
    desk: DeskUnderTest, action: str, typed: dict[str, str], said: str
) -> None:
    case, browser = waiting(desk), approver(desk)
    seen = browser.get(address(case))
    browser.send(seen, f"/{action}", **typed)
    page = browser.send(seen, f"/{action}", **typed)
    assert page.status == 200
    assert said in page.text
    assert "A colleague was faster" not in page.text
    assert count(desk.database, Account) == (action == "approve")


@pytest.mark.parametrize(
    "action, field", [("refuse", "refuse_reason"), ("return", "missing"), ("withdraw", "withdraw_reason")]
)
def test_another_reason_for_the_same_decision_is_shown_and_not_swallowed(
    desk: DeskUnderTest, action: str, field: str
) -> None:
    case, browser = waiting(desk), approver(desk)
    seen = browser.get(address(case))
    browser.send(seen, f"/{action}", **{field: "Pierwszy powód"})
    page = browser.send(seen, f"/{action}", **{field: "Drugi powód"})
    assert page.status == 409
    assert "You have changed this case meanwhile" in page.main
    assert list(kept(page).values()) == ["Drugi powód"]
    assert "Pierwszy powód" in page.main


def test_the_reason_for_ones_own_entry_stays_while_that_cannot_be_noted(small_desk: DeskUnderTest) -> None:
    case, browser = waiting(small_desk), approver(small_desk, "Anna Nowak")
    seen, other = browser.get(address(case)), approver(small_desk).get(address(case))
    locked = OperationalError("INSERT", {}, Exception("database is locked"))

    def fail(*about: object) -> None:
        if "INTO audit_entry" in str(about[2]):
            raise locked

    sa.event.listen(small_desk.database.engine, "before_cursor_execute", fail)
    sent = other.form("/refuse") | {"csrf_token": seen.form("/language")["csrf_token"], "refuse_reason": "Odmowa"}
    page = browser.post(address(case, "refuse"), data=sent)
    assert page.status == 503
    assert kept(page) == {"Reason for the refusal": "Odmowa"}


def test_ones_own_earlier_change_is_not_a_colleagues(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    seen = browser.get(address(case))
    browser.send(seen, "/return", missing="Podpis")
    page = browser.send(seen, "/approve")
    assert page.status == 409
    assert "You have changed this case meanwhile" in page.main
    assert "Barbara Lis changed this application today 10:00." in page.main
