"""Ending many accounts at the desk: the list is checked, recorded, and approved together by somebody else (R8)."""

import io

import pytest
import sqlalchemy as sa

from provisioner import office
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Role
from tests.changed import active
from tests.factories import NOW
from tests.resigned import APPROVER, CLERK
from tests.web.desk import DeskUnderTest
from tests.web.rows import rows

MANY = "/resignations/many"


@pytest.fixture
def two(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        active(session)
        active(session, customer_number="104300", email="b@example.com", email_again="b@example.com")


def test_r8_a_list_is_checked_recorded_and_approved_together(desk: DeskUnderTest, two: None) -> None:
    browser = desk.as_(Role.CLERK, name=CLERK)
    page = browser.send(browser.get(MANY), MANY, names="104233\n104300\n999", ground="contract_ended")
    assert "no account of this number or login" in page.main
    page = browser.send(page, MANY, names="104233\n104300\n777", seen="104233 104300 999")
    assert rows(desk.database, Resignation) == [], "looking records nothing, nor does a list that was changed since"
    page = browser.send(page, MANY, names="104233\n104300\n999")
    page = browser.send(page, MANY, seen="104233 104300 999")
    assert "2 cases recorded." in page.text
    assert not page.has_form("/approve")
    (first, second) = rows(desk.database, Resignation)
    assert first.batch == second.batch
    approver = desk.as_(Role.APPROVER, name=APPROVER)
    page = approver.send(approver.get(f"{MANY}/{first.batch}"), "/approve")
    assert "2 cases approved." in page.text
    assert {one.status for one in rows(desk.database, Account)} == {AccountStatus.BLOCKING}


def test_p6_whoever_recorded_the_list_approves_none_of_it(desk: DeskUnderTest, two: None) -> None:
    both = desk.as_(Role.CLERK, Role.APPROVER, name=CLERK)
    page = both.send(both.get(MANY), MANY, names="104233", ground="contract_ended")
    page = both.send(page, MANY, seen="104233")
    assert not page.has_form("/approve")
    batch = rows(desk.database, Resignation)[0].batch
    token = both.get(MANY).form(MANY)["csrf_token"]
    both.client.post(f"{MANY}/{batch}/approve", data={"csrf_token": token})
    assert {one.status for one in rows(desk.database, Account)} == {AccountStatus.ACTIVATED}


def test_r8_a_spreadsheet_takes_the_place_of_the_list(desk: DeskUnderTest, two: None) -> None:
    browser = desk.as_(Role.CLERK, name=CLERK)
    form = browser.get(MANY).form(MANY)
    sent = io.BytesIO("numer;nazwa\n104300;Żak\n".encode("cp1250")), "umowy.csv"
    answer = browser.client.post(
        MANY, data={**form, "ground": "contract_ended", "file": sent}, content_type="multipart/form-data"
    )
    assert answer.status_code == 200
    assert "104300" in answer.text
    assert "a case is recorded" in answer.text


def test_p10_what_is_wrong_is_told_and_what_was_typed_is_kept(desk: DeskUnderTest, two: None) -> None:
    browser = desk.as_(Role.CLERK, name=CLERK)
    page = browser.send(browser.get(MANY), MANY, names="", ground="breach")
    assert (page.status, page.field_error("names") != "") == (400, True)
    page = browser.send(page, MANY, names="999")
    assert "No row means an account" in page.field_error("names")
    page = browser.send(page, MANY, names="104233", ground="resignation", effect_on="1.01.2020")
    assert set(page.summary()) >= {"effect_on"}
    assert page.form(MANY)["names"].strip() == "104233"
    with desk.database.transaction() as session:
        office.change(session, "closings_at_once", "1")
    page = browser.send(page, MANY, names="104233\n104300", ground="breach", effect_on="")
    assert "divide it" in page.field_error("names")
    assert rows(desk.database, Resignation) == []


def test_r8_accounts_unused_for_long_are_ended_from_their_list(desk: DeskUnderTest, two: None) -> None:
    with desk.database.transaction() as session:
        session.execute(
            sa.update(Account).values(status=AccountStatus.EXPIRED, notified_at=NOW.replace(year=2025), approved_at=NOW)
        )
    browser = desk.as_(Role.CLERK, name=CLERK)
    assert "End the accounts shown here" not in browser.get("/accounts/unused").main
    listed = browser.get("/accounts/unused?show=proposed")
    link = listed.soup.find("a", string=lambda text: bool(text and "End the accounts" in text))
    assert link is not None
    page = browser.get(str(link["href"]))
    assert page.form(MANY)["ground"] == "unused"
    page = browser.send(page, MANY)
    button = page.soup.find("button", {"name": "seen"})
    assert button is not None
    page = browser.send(page, MANY, seen=str(button["value"]))
    assert "2 cases recorded." in page.text
