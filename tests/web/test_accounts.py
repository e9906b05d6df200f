"""The list of accounts and the buttons for those that wait for somebody (R5, P1)."""

import unicodedata
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner.accounts.listing import PAGE
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outbox.tables import Task
from provisioner.outside.tables import ComponentState
from provisioner.staff.roles import Role
from tests.factories import NOW, approved, recorded
from tests.web.desk import DeskUnderTest
from tests.web.rows import rows


def account(desk: DeskUnderTest, state: AccountStatus, attention: Attention | None = None) -> Account:
    """An account in a state, its earlier work done."""
    with desk.database.transaction() as session:
        found = approved(session)
        found.status, found.attention = state, attention
        for task in session.scalars(sa.select(Task)):
            task.done_at = NOW
        return found


def test_each_account_stands_with_its_state_in_words(desk: DeskUnderTest) -> None:
    account(desk, AccountStatus.ACTIVATED)
    page = desk.as_(Role.CLERK).get("/accounts")
    assert "Active" in page.main
    assert "104233" in page.main
    assert "Józef Żółkiewski" in page.main


@pytest.mark.parametrize(
    "text, found",
    [
        ("104233", True),
        ("2026/000001", True),
        ("zolk", True),
        ("999", False),
        ("Żółkiewski", True),
        ("Józef Żółkiewski", True),
        ("ŻÓŁKIEWSKI 104233", True),
        ("Józef Kowalski", False),
        ("%", False),
        (unicodedata.normalize("NFD", "Żółkiewski"), True),
        ("Żół\x00kiew\u200bski", True),
        ("\x00", True),
    ],
)
def test_an_account_is_found_by_number_login_or_name(desk: DeskUnderTest, text: str, found: bool) -> None:
    account(desk, AccountStatus.CREATED)
    page = desk.as_(Role.CLERK).get("/accounts", query_string={"q": text})
    assert ("2026/000001" in page.main) == found
    assert found or "No account matches." in page.main


def test_needs_attention_says_why_and_offers_to_try_again(desk: DeskUnderTest) -> None:
    stopped = account(desk, AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{stopped.case_id}")
    assert "The customer's mail server refuses the address." in page.main
    page = browser.send(page, "/retry")
    assert "It is being tried again." in page.text
    assert rows(desk.database, Account)[0].status is AccountStatus.APPROVED


@pytest.mark.parametrize("state", [AccountStatus.NOTIFIED, AccountStatus.EXPIRED])
def test_a_new_password_can_be_sent(desk: DeskUnderTest, state: AccountStatus) -> None:
    found = account(desk, state)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.send(browser.get(f"/applications/{found.case_id}"), "/reissue")
    assert "A new temporary password is on its way" in page.text
    assert rows(desk.database, Account)[0].status is AccountStatus.CREATED


def test_a_click_that_comes_too_late_changes_nothing_and_says_so(desk: DeskUnderTest) -> None:
    found = account(desk, AccountStatus.EXPIRED)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{found.case_id}")
    browser.send(page, "/reissue")
    page = browser.send(page, "/reissue")
    assert page.status == 409
    assert "Your click changed nothing" in page.main


def test_a_clerk_sees_no_button_of_the_account(desk: DeskUnderTest) -> None:
    found = account(desk, AccountStatus.EXPIRED)
    page = desk.as_(Role.CLERK).get(f"/applications/{found.case_id}")
    assert not page.has_form("/reissue")


def test_a_failing_account_says_when_it_is_tried_next(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        found = approved(session)
        task = session.scalars(sa.select(Task)).one()
        task.failures, task.not_before = 2, NOW + timedelta(minutes=5)
    page = desk.as_(Role.CLERK).get(f"/applications/{found.case_id}")
    assert "It did not work so far (tries: 2); next try today 10:05." in page.main


DOWN = [
    ("keycloak", "keycloak_unreachable", "Keycloak has not answered since 10:00."),
    ("keycloak", "keycloak_forbidden", "Keycloak has refused the desk since 10:00: the operator"),
    ("mail", "mail_unreachable", "The mail server has not answered since 10:00."),
    ("keycloak", "keycloak_answer", "Something else has answered in Keycloak's place since 10:00"),
    ("keycloak", "keycloak_asks_more", "Keycloak has asked for more than the desk sends since 10:00"),
    ("user", "user_refused", "Several accounts in a row have been refused for the same reason since 10:00"),
    ("mail", "mail_busy", "The mail server has asked us to come back later since 10:00."),
    ("mail", "mail_no_tls", "The mail server has offered no encryption since 10:00"),
    ("mail", "mail_no_login", "The mail server has offered no login since 10:00"),
    ("mail", "mail_certificate", "The mail server's certificate has not been valid since 10:00"),
    ("mail", "mail_relay_denied", "The mail server has refused our mails since 10:00: the operator"),
    ("mail", "mail_login", "The mail server has refused our mails since 10:00: the operator"),
]


@pytest.mark.parametrize("part, problem, said", DOWN)
def test_the_banner_is_there_only_while_something_is_down(
    small_desk: DeskUnderTest, part: str, problem: str, said: str
) -> None:
    browser = small_desk.as_(Role.CLERK)
    assert browser.get("/").soup.find(class_="banner") is None
    with small_desk.database.transaction() as session:
        approved(session)
        session.add(ComponentState(name=part, problem=problem, since=NOW, seen_at=NOW))
    banner = browser.get("/").soup.find(class_="banner")
    assert banner
    assert said in banner.get_text()
    assert "1 account is waiting, nothing is lost." in banner.get_text()


def test_a_worker_that_never_ran_is_told_after_two_minutes_and_nothing_is_promised(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.APPROVER, name="Cezary Zych")
    with desk.database.transaction() as session:
        case = approved(session).case_id
    assert browser.get("/").soup.find(class_="banner") is None
    assert "carried out within seconds" in browser.get("/accounts").main
    desk.clock.advance(minutes=3)
    banner = browser.get("/").soup.find(class_="banner")
    assert banner
    assert "Nothing has been carried out since 10:00: the system does not work. Tell the operator." in banner.get_text()
    page = browser.get("/accounts")
    assert "within seconds" not in page.main
    assert "waits for the system" in page.main
    assert "The account waits for the system" in browser.get(f"/applications/{case}").main


def test_an_approval_during_an_outage_promises_nothing_for_now(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        case = recorded(session).id
        session.add(ComponentState(name="keycloak", problem="keycloak_unreachable", since=NOW, seen_at=NOW))
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.send(browser.get(f"/applications/{case}"), "/approve")
    assert "Account 104233 waits for the system" in page.text
    assert "is being created" not in page.text


def test_the_outsides_word_for_its_refusal_can_be_told_to_an_operator(desk: DeskUnderTest) -> None:
    stopped = account(desk, AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED)
    with desk.database.transaction() as session:
        session.get_one(Account, stopped.id).attention_code = "smtp_550"
    assert "code: smtp_550" in desk.as_(Role.APPROVER).get(f"/applications/{stopped.case_id}").main


@pytest.mark.parametrize("action", ["retry", "reissue"])
def test_an_account_is_only_reached_through_its_own_case(desk: DeskUnderTest, action: str) -> None:
    found = account(desk, AccountStatus.EXPIRED)
    with desk.database.transaction() as session:
        other = recorded(session, customer_number="104234").id
    browser = desk.as_(Role.APPROVER, name="Cezary Zych")
    token = {"csrf_token": browser.get("/").form("/language")["csrf_token"]}
    assert browser.post(f"/applications/{other}/accounts/{found.id}/{action}", data=token).status == 404
    assert browser.post(f"/applications/{other}/accounts/{uuid4()}/{action}", data=token).status == 404
    assert rows(desk.database, Account)[0].status is AccountStatus.EXPIRED


def test_a_list_that_does_not_show_everything_says_so(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    with small_desk.database.transaction() as session:
        for number in range(PAGE):
            approved(session, customer_number=f"{200000 + number}")
    assert "Narrow the search" not in browser.get("/accounts").main
    with small_desk.database.transaction() as session:
        approved(session, customer_number="300000")
    assert "Shown are 100 of 101 accounts." in browser.get("/accounts").main
    assert "Narrow the search" not in browser.get("/accounts?q=300000").main
