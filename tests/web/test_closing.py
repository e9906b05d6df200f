"""An account that cannot be made is closed with a reason, and only such an account."""

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import WITHOUT_USER, AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.logins.tables import Login
from provisioner.staff.roles import Role
from tests.factories import approved
from tests.web.desk import DeskUnderTest
from tests.web.page import kept
from tests.web.rows import rows
from tests.web.test_accounts import account
from tests.web.test_busy_database import hasty, held
from tests.web.test_recheck import DISABLED, SILENT

__all__ = ["hasty"]

REASON = "Skrzynka należy do żony, która ma już konto."
CLOSE = "/close-account"


@pytest.fixture
def stopped(desk: DeskUnderTest) -> Account:
    """An account whose address another one holds."""
    return account(desk, AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN)


def test_it_is_closed_with_the_reason_and_counts_no_more(desk: DeskUnderTest, stopped: Account) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{stopped.case_id}")
    assert "1 account needs attention" in page.text
    page = browser.send(page, CLOSE, close_reason=f"  {REASON} ")
    assert "The account is closed. Tell the customer" in page.text
    assert "account needs attention" not in page.text
    assert f"Reason: {REASON}" in page.main
    assert "Barbara Lis closed the account" in " ".join(page.main.replace("·", " ").split())
    assert not page.has_form("/retry")
    assert not page.has_form(CLOSE)
    assert "nothing more to do" in browser.get("/accounts").main
    assert "Closed" in browser.get("/search?q=104233").main


def test_its_login_stays_taken_and_the_journal_has_no_reason(desk: DeskUnderTest, stopped: Account) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    browser.send(browser.get(f"/applications/{stopped.case_id}"), CLOSE, close_reason=REASON)
    assert stopped.login in [row.login for row in rows(desk.database, Login)]
    (line,) = (entry for entry in rows(desk.database, AuditEntry) if entry.event == Event.ACCOUNT_CLOSED)
    assert line.details == {"before": "needs_attention", "after": "closed"}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_a_reason_that_will_not_do_is_told_at_the_field_and_kept(
    desk: DeskUnderTest, stopped: Account, reason: str
) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.send(browser.get(f"/applications/{stopped.case_id}"), CLOSE, close_reason=reason)
    assert page.status == 400
    assert page.field_error("close_reason")
    assert page.form(CLOSE)["close_reason"].strip() == reason.strip()
    assert rows(desk.database, Account)[0].status is AccountStatus.NEEDS_ATTENTION


@pytest.mark.parametrize("why", [why for why in Attention if why not in WITHOUT_USER])
def test_where_a_user_may_be_in_the_realm_closing_is_not_offered_and_refused(
    desk: DeskUnderTest, why: Attention
) -> None:
    found = account(desk, AccountStatus.NEEDS_ATTENTION, why)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{found.case_id}")
    assert not page.has_form(CLOSE)
    token = {"csrf_token": page.form("/language")["csrf_token"], "close_reason": REASON}
    answer = browser.post(f"/applications/{found.case_id}{CLOSE}", data=token)
    assert answer.status == 409
    assert rows(desk.database, Account)[0].status is AccountStatus.NEEDS_ATTENTION


def test_one_whose_user_is_known_is_not_closed(desk: DeskUnderTest, stopped: Account) -> None:
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(keycloak_id="there"))
    assert not desk.as_(Role.APPROVER).get(f"/applications/{stopped.case_id}").has_form(CLOSE)


def test_a_clerk_is_not_offered_it(desk: DeskUnderTest, stopped: Account) -> None:
    assert not desk.as_(Role.CLERK).get(f"/applications/{stopped.case_id}").has_form(CLOSE)


def test_a_colleague_who_tried_again_first_wins(desk: DeskUnderTest, stopped: Account) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{stopped.case_id}")
    browser.send(page, "/retry")
    late = browser.send(page, CLOSE, close_reason=REASON)
    assert late.status == 409
    assert "Your click changed nothing" in late.main
    assert kept(late) == {"Reason for closing": REASON}


def test_a_double_click_is_told_as_done_and_another_reason_is_shown_and_not_swallowed(
    desk: DeskUnderTest, stopped: Account
) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{stopped.case_id}")
    browser.send(page, CLOSE, close_reason=REASON)
    again = browser.send(page, CLOSE, close_reason=REASON)
    assert (again.status, kept(again)) == (200, {})
    assert "The account is closed." in again.text
    other = browser.send(page, CLOSE, close_reason="Inny powód")
    assert (other.status, kept(other)) == (409, {"Reason for closing": "Inny powód"})
    assert rows(desk.database, Account)[0].closed_reason == REASON


def test_a_colleague_whose_try_has_stopped_again_leaves_the_reason_in_its_field(
    desk: DeskUnderTest, stopped: Account
) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{stopped.case_id}")
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(attention=Attention.USER_MISSING))
    late = browser.send(page, CLOSE, close_reason=REASON)
    assert late.status == 409
    assert kept(late) == {"Reason for closing": REASON}
    with desk.database.transaction() as session:
        session.execute(sa.update(Account).values(attention=Attention.EMAIL_TAKEN))
    assert browser.send(page, CLOSE, close_reason=REASON).status == 200


def test_a_locked_database_keeps_the_reason_and_sending_it_again_closes(
    hasty: DeskUnderTest, database_url: str
) -> None:
    found = account(hasty, AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN)
    browser = hasty.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{found.case_id}")
    with held(database_url, "UPDATE account SET attention_code = 'held'"):
        busy = browser.send(page, CLOSE, close_reason=REASON)
    assert busy.status == 503
    assert "the database does not answer" in busy.main
    assert busy.form(CLOSE)["close_reason"] == REASON
    assert browser.send(busy, CLOSE).status == 200
    assert rows(hasty.database, Account)[0].status is AccountStatus.CLOSED


@pytest.mark.parametrize(("trouble", "status"), [(SILENT, 503), (DISABLED, 401)])
def test_nobody_closes_while_the_realm_does_not_vouch_and_the_reason_is_kept(
    desk: DeskUnderTest, stopped: Account, trouble: Exception, status: int
) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{stopped.case_id}")
    desk.realm.trouble = trouble
    waits = browser.send(page, CLOSE, close_reason=REASON)
    assert (waits.status, waits.form(CLOSE)["close_reason"]) == (status, REASON)
    assert rows(desk.database, Account)[0].status is AccountStatus.NEEDS_ATTENTION


def test_the_next_account_of_the_customer_gets_another_login(desk: DeskUnderTest, stopped: Account) -> None:
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    browser.send(browser.get(f"/applications/{stopped.case_id}"), CLOSE, close_reason=REASON)
    with desk.database.transaction() as session:
        assert approved(session).login == f"{stopped.login}_2"
