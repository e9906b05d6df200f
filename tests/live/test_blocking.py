"""Blocking on the real server, in both directions: what was logged in is out, and comes back only by logging in."""

from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

import pytest
import requests

from provisioner import accounts
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from tests.factories import approved_account, member
from tests.live.conftest import Realms
from tests.live.customer import IN, LOGIN, UPDATE_PASSWORD, Customer
from tests.mandated import PAPER, ahead, day_comes, record
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import block, unblock

pytestmark = pytest.mark.live
OWN = "zażółć12"
numbers = count(770000)


def mailed(desk: WorkerDesk, **changed: str) -> Account:
    """A new customer with a temporary password in the mailbox."""
    number = f"{next(numbers)}{uuid4().int % 1000:03d}"
    address = f"b{number}@example.com"
    account = approved_account(desk.database, customer_number=number, email=address, email_again=address, **changed)
    desk.run()
    return account


def logged_in(desk: WorkerDesk, realms: Realms, account: Account) -> Customer:
    """The same with an own password, logged in."""
    customer = realms.customer()
    assert customer.log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
    assert customer.set_password(OWN) == IN
    return customer


def refreshed(customer: Customer, tokens: dict[str, str]) -> int:
    return customer.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code


def userinfo(realms: Realms, tokens: dict[str, str]) -> int:
    url = f"{realms.settings.keycloak_url}/realms/{realms.settings.customers_realm}/protocol/openid-connect/userinfo"
    return requests.get(url, headers={"Authorization": f"Bearer {tokens['access_token']}"}, timeout=30).status_code


def test_a_blocked_customer_is_out_at_once_and_an_old_session_never_comes_back(
    database: Database, realms: Realms
) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account = mailed(desk)
    customer = logged_in(desk, realms, account)
    tokens = customer.tokens()
    assert userinfo(realms, tokens) == 200
    desk.later()
    desk.run()
    block(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert (refreshed(customer, tokens), userinfo(realms, tokens)) == (400, 401)
    assert customer.open_login() == LOGIN, "the browser's session is dead"
    assert realms.customer().log_in(account.login, OWN) == LOGIN
    unblock(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    assert (refreshed(customer, tokens), userinfo(realms, tokens)) == (400, 401)
    assert customer.open_login() == LOGIN
    again = realms.customer()
    assert again.log_in(account.login, OWN) == IN
    assert refreshed(again, again.tokens()) == 200, "what the block kills lives without it"


def test_a_password_mailed_to_a_stranger_is_dead_during_and_after_the_block(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account = mailed(desk)
    stranger = realms.customer()
    assert stranger.log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
    block(desk, account, BlockGround.WRONG_ADDRESS)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert stranger.set_password(OWN) != IN, "Keycloak takes it on a page that was open before, and lets nobody in"
    unblock(desk, account)
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    for known in (OWN, desk.mailed_password()):
        assert realms.customer().log_in(account.login, known) == LOGIN
    assert len(desk.mailer.sent) == 1


def test_a_temporary_password_that_still_lives_leads_to_the_own_one_after_the_block(
    database: Database, realms: Realms
) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account = mailed(desk)
    password = desk.mailed_password()
    block(desk, account)
    desk.run()
    assert realms.customer().log_in(account.login, password) == LOGIN
    unblock(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED
    assert realms.customer().log_in(account.login, password) == UPDATE_PASSWORD


def test_once_the_mandate_is_over_the_password_of_whoever_acted_never_works_again(
    database: Database, realms: Realms
) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account = mailed(desk, **PAPER | {"mandate_until": ahead(5)})
    attorney = logged_in(desk, realms, account)
    tokens = attorney.tokens()
    day_comes(database, account.id)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert (refreshed(attorney, tokens), userinfo(realms, tokens)) == (400, 401)
    assert realms.customer().log_in(account.login, OWN) == LOGIN
    with database.transaction() as session:
        record(session, account, at=datetime.now(UTC))
    unblock(desk, account)
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    for known in (OWN, desk.mailed_password(0)):
        assert realms.customer().log_in(account.login, known) == LOGIN, "not after the block either"
    with database.transaction() as session:
        accounts.reissue(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert realms.customer().log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
