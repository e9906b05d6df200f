"""Decisions clicked twice, late or with characters nobody can see (P6, P10)."""

import pytest

from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from tests.web.desk import DeskUnderTest
from tests.web.rows import count
from tests.web.test_case import address, approver, status, waiting


@pytest.mark.parametrize(
    "action, field", [("refuse", "refuse_reason"), ("return", "missing"), ("withdraw", "withdraw_reason")]
)
def test_invisible_characters_in_a_reason_are_told_at_the_field(desk: DeskUnderTest, action: str, field: str) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case)), f"/{action}", **{field: "Brak\x00 pod\u200bpisu"})
    assert page.status == 400
    assert page.field_error(field).startswith("Remove the invisible characters")
    assert "pod\u200bpisu" in page.form(f"/{action}")[field]
    assert status(desk) is CaseStatus.RECORDED


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
    assert "colleague" not in page.text
    assert count(desk.database, Account) == (action == "approve")


def test_ones_own_earlier_change_is_not_a_colleagues(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    seen = browser.get(address(case))
    browser.send(seen, "/return", missing="Podpis")
    page = browser.send(seen, "/approve")
    assert page.status == 409
    assert "You have changed this case meanwhile" in page.main
    assert "Barbara Lis changed this application today 10:00." in page.main
