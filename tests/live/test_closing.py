"""The end of an account on the real server: out at once, back by the customer's word, gone after it (R8)."""

import pytest

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outside.ports import UserMissing
from tests.factories import approved_account
from tests.live.conftest import Realms
from tests.live.customer import IN, LOGIN, Customer
from tests.live.test_blocking import OWN, logged_in, mailed, refreshed, userinfo
from tests.resigned import approved, days_later, take_back
from tests.worker.desk import WorkerDesk

pytestmark = pytest.mark.live
CLOSED, DELETED = (f"Twoje konto iBOK zostało {what}" for what in ("zamknięte", "usunięte"))


def customer(desk: WorkerDesk, realms: Realms) -> tuple[Account, Customer]:
    """Somebody with an own password, logged in."""
    account = mailed(desk)
    browser = logged_in(desk, realms, account)
    desk.later()
    desk.run()
    return account, browser


def test_r8_out_at_once_told_and_deleted_after_the_time_for_withdrawing(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, browser = customer(desk, realms)
    tokens, user_id = browser.tokens(), str(desk.account(account.id).keycloak_id)
    approved(database, account)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSING, None)
    assert (refreshed(browser, tokens), userinfo(realms, tokens)) == (400, 401)
    assert realms.customer().log_in(account.login, OWN) == LOGIN
    assert realms.directory().get(user_id).enabled is False
    days_later(database, 15)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSED, None)
    with pytest.raises(UserMissing):
        realms.directory().get(user_id)
    assert [mail.subject for mail in desk.mailer.sent[1:]] == [CLOSED, DELETED]
    assert realms.customer().log_in(account.login, OWN) == LOGIN


def test_r8_taken_back_in_time_the_own_password_works_and_old_sessions_do_not(
    database: Database, realms: Realms
) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, browser = customer(desk, realms)
    tokens = browser.tokens()
    found = approved(database, account)
    desk.run()
    take_back(database, found)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    assert refreshed(browser, tokens) == 400
    assert realms.customer().log_in(account.login, OWN) == IN


def test_r8_after_the_deletion_a_new_application_gets_another_login(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, _ = customer(desk, realms)
    approved(database, account)
    desk.run()
    days_later(database, 15)
    desk.run()
    again = approved_account(
        database, customer_number=account.customer_number, email=account.email, email_again=account.email
    )
    desk.run()
    assert again.login == f"{account.login}_2"
    assert desk.state(again.id)[0] is AccountStatus.NOTIFIED, "the address is free in the realm again"
