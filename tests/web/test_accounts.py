"""The list of accounts and the buttons for those that wait for somebody (R5, P1)."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from provisioner import office
from provisioner.accounts.listing import PAGE, WAITING
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.outside.tables import ComponentState
from provisioner.staff.roles import Role
from tests.factories import NOW, approved, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
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


def test_after_as_many_new_passwords_as_the_office_allows_the_page_says_when_the_next_can_be_sent(
    desk: DeskUnderTest,
) -> None:
    found, browser = account(desk, AccountStatus.NOTIFIED), desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{found.case_id}")
    for _ in range(3):
        assert page.has_form("/reissue")
        browser.send(page, "/reissue")
        mailed_again(desk)
        late, page = page, browser.get(f"/applications/{found.case_id}")
    told = "3 new passwords were sent within 24 hours: the office allows no more. The next can be sent from: Wed 25 Nov"
    assert not page.has_form("/reissue")
    assert told in page.main
    refused = browser.send(late, "/reissue")
    assert refused.status == 409
    assert told in refused.main
    assert rows(desk.database, Account)[0].status is AccountStatus.NOTIFIED


def mailed_again(desk: DeskUnderTest) -> None:
    """The worker has sent it."""
    with desk.database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.NOTIFIED))


PASSWORDS = [
    (AccountStatus.CREATED, {}, "not sent yet"),
    (
        AccountStatus.CREATED,
        {"notified_at": NOW},
        "a new one is about to be sent. The former one, sent today 10:00, dies",
    ),
    (AccountStatus.NOTIFIED, {"notified_at": NOW}, "sent today 10:00, not used so far, valid until Wed 25 Nov, 10:00"),
    (AccountStatus.NOTIFIED, {"notified_at": NOW, "shut_at": NOW}, "from today 10:00 nobody can log in"),
    (AccountStatus.EXPIRED, {"notified_at": NOW}, "sent today 10:00, not used; it is dead"),
    (AccountStatus.ACTIVATED, {"activated_at": NOW}, "Temporary password: used by today 10:00"),
    (AccountStatus.ACTIVATED, {"notified_at": NOW, "activated_at": NOW}, "sent today 10:00, used by today 10:00"),
]


@pytest.mark.parametrize(("state", "moments", "told"), PASSWORDS)
def test_one_line_tells_the_life_of_the_temporary_password(
    desk: DeskUnderTest, state: AccountStatus, moments: dict[str, datetime], told: str
) -> None:
    found = account(desk, state)
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(password_valid_until=NOW + timedelta(days=1), **moments))
    assert told in desk.as_(Role.CLERK).get(f"/applications/{found.case_id}").main


def test_a_clerk_sends_a_new_password_where_the_office_allows_it(desk: DeskUnderTest) -> None:
    found, browser = account(desk, AccountStatus.EXPIRED), desk.as_(Role.CLERK, name="Anna Nowak")
    with desk.database.transaction() as session:
        office.change(session, "clerks_reissue", "yes")
    page = browser.get(f"/applications/{found.case_id}")
    with desk.database.transaction() as session:
        office.change(session, "clerks_reissue", "no")
    refused = browser.send(page, "/reissue")
    assert refused.status == 403
    assert "In this office only approvers have a new password sent" in refused.main
    assert Event.STAFF_REFUSED in [line.event for line in rows(desk.database, AuditEntry)]
    assert rows(desk.database, Account)[0].status is AccountStatus.EXPIRED
    with desk.database.transaction() as session:
        office.change(session, "clerks_reissue", "yes")
    assert "A new temporary password is on its way" in browser.send(page, "/reissue").text


def test_a_clerk_who_may_send_passwords_may_not_try_again(desk: DeskUnderTest) -> None:
    found = account(desk, AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED)
    with desk.database.transaction() as session:
        office.change(session, "clerks_reissue", "yes")
    assert not desk.as_(Role.CLERK).get(f"/applications/{found.case_id}").has_form("/retry")


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
    ("keycloak", "keycloak_password_policy", "Keycloak has refused the desk's temporary passwords since 10:00"),
    ("user", "user_keycloak_error", "Keycloak has answered for several accounts in a row that it has made a mistake"),
    ("tell_password", "tell_password_mail_deferred", "The mail server has put off several mails in a row since 10:00"),
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


def numbers(page: Page) -> list[str]:
    return [row.get_text(strip=True) for row in page.soup.select(".list tbody th")]


def test_a_long_list_goes_on_page_after_page_and_loses_nobody(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    with desk.database.transaction() as session:
        for number in range(2 * PAGE + 3):
            approved(session, at=NOW + timedelta(minutes=number // 7), customer_number=f"{200000 + number}")
    seen: list[str] = []
    page = browser.get("/accounts")
    while older := page.soup.find("a", string="Older accounts"):
        seen += numbers(page)
        page = browser.get(str(older["href"]))
    seen += numbers(page)
    assert len(seen) == len(set(seen)) == 2 * PAGE + 3
    assert seen[:2] != seen[-2:]


def test_accounts_that_need_attention_stand_first_and_all_of_them_are_a_click_away(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        first = approved(session, customer_number="199999")
        for number in range(WAITING + 1):
            stopped = approved(session, at=NOW - timedelta(days=1), customer_number=f"{200000 + number}")
            stopped.status, stopped.attention = AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING
    browser = small_desk.as_(Role.CLERK)
    page = browser.get("/accounts")
    assert numbers(page)[WAITING:] == [first.case_number]
    everyone = page.soup.find("a", string="All accounts that need attention")
    assert everyone
    assert len(numbers(browser.get(str(everyone["href"])))) == WAITING + 1


@pytest.mark.parametrize("after", ["", "x", "2026-11-24_x", "2026-11-24T09:00:00_" + str(UUID(int=1)), "_", "\x00"])
def test_an_address_that_names_no_place_leads_to_the_beginning(small_desk: DeskUnderTest, after: str) -> None:
    account(small_desk, AccountStatus.CREATED)
    page = small_desk.as_(Role.CLERK).get("/accounts", query_string={"after": after})
    assert numbers(page) == ["2026/000001"]


def unused_for(desk: DeskUnderTest, found: Account, days: int) -> None:
    with desk.database.transaction() as session:
        sent = NOW - timedelta(days=days)
        changed = {"notified_at": sent, "password_valid_until": sent + timedelta(days=7)}
        session.execute(sa.update(Account).where(Account.id == found.id).values(**changed))


def test_the_unused_are_listed_and_those_that_waited_too_long_are_to_be_decided(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        old, new, used = (approved(session, customer_number=f"30000{n}") for n in range(3))
        old.status, new.status, used.status = AccountStatus.EXPIRED, AccountStatus.NOTIFIED, AccountStatus.ACTIVATED
    unused_for(desk, old, 60)
    unused_for(desk, new, 59)
    browser = desk.as_(Role.CLERK)
    page = browser.get("/accounts/unused")
    assert ("300000" in page.main, "300001" in page.main, "300002" in page.main) == (True, True, False)
    assert page.main.count("decide: close it?") == 1
    proposed = browser.get("/accounts/unused?show=proposed").main
    assert ("300000" in proposed, "300001" in proposed) == (True, False)
    assert "60 days" in proposed
    assert rows(desk.database, Account)[0].status is not AccountStatus.CLOSED, "looking closes nothing"


def test_how_long_is_too_long_is_the_offices_to_say(desk: DeskUnderTest) -> None:
    unused_for(desk, account(desk, AccountStatus.NOTIFIED), 3)
    with desk.database.transaction() as session:
        office.change(session, "unused_days", "3")
    assert "decide: close it?" in desk.as_(Role.AUDITOR).get("/accounts/unused").main


def test_the_list_of_the_unused_goes_on_where_it_ends(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        for number in range(PAGE + 2):
            approved(session, customer_number=f"{400000 + number}").status = AccountStatus.EXPIRED
    browser = desk.as_(Role.CLERK)
    page = browser.get("/accounts/unused")
    more = next(link["href"] for link in page.soup.select("p.more a"))
    rest = browser.get(str(more)).main
    numbers = [f"{400000 + number}" for number in range(PAGE + 2)]
    assert sorted(number for number in numbers if number in page.main or number in rest) == numbers
    assert sum(number in page.main for number in numbers) == PAGE


def test_without_unused_accounts_the_page_says_so(desk: DeskUnderTest) -> None:
    assert "No account is unused." in desk.as_(Role.CLERK).get("/accounts/unused").main
