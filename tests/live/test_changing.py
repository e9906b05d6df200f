"""Changed data on the real server: all of them arrive, nothing else is touched, links to the former mailbox die."""

import re
from itertools import count
from time import monotonic, sleep
from uuid import uuid4

import pytest

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from tests.changed import approved
from tests.live.conftest import Realms
from tests.live.customer import IN, LOGIN, UPDATE_PASSWORD, Customer
from tests.live.test_blocking import OWN, logged_in, mailed, refreshed
from tests.live.test_readdressing import user
from tests.sink import Sink, text_of
from tests.worker.desk import WorkerDesk

pytestmark = pytest.mark.live
numbers = count(780000)


def customer(desk: WorkerDesk, realms: Realms) -> tuple[Account, Customer, str]:
    """Somebody with an own password, logged in, and an address nobody else has."""
    account = mailed(desk)
    browser = logged_in(desk, realms, account)
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    return account, browser, f"new{next(numbers)}{uuid4().int % 1000:03d}@example.com"


def test_everything_that_changed_arrives_and_nothing_else_is_touched(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, browser, new = customer(desk, realms)
    tokens, user_id = browser.tokens(), str(desk.account(account.id).keycloak_id)
    before = user(realms, user_id)
    approved(database, account, email=new, first_name="Anna", last_name="Żak-Nowy", language="en")
    desk.run()
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    after = user(realms, user_id)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed == {"email", "firstName", "lastName", "attributes", "notBefore"}
    assert (after["email"], after["firstName"], after["lastName"]) == (new, "Anna", "Żak-Nowy")
    assert after["attributes"] == {**before["attributes"], "locale": ["en"]}  # type: ignore[dict-item]
    assert refreshed(browser, tokens) == 400, "the sessions under the former address are over"
    assert realms.customer().log_in(account.login, OWN) == IN, "login and password stay"
    assert {mail.to for mail in desk.mailer.sent[1:]} == {new, account.email}


def test_a_name_alone_leaves_sessions_and_address(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, browser, _ = customer(desk, realms)
    tokens, user_id = browser.tokens(), str(desk.account(account.id).keycloak_id)
    before = user(realms, user_id)
    approved(database, account, last_name="Nowy")
    desk.run()
    after = user(realms, user_id)
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} == {"lastName"}
    assert refreshed(browser, tokens) == 200


def test_a_mailbox_of_somebody_else_asks_people_and_changes_nothing(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, _, new = customer(desk, realms)
    made = {"username": f"s{new.split('@')[0]}", "email": new, "enabled": True}
    realms.admin.call("POST", f"/admin/realms/{realms.settings.customers_realm}/users", made)
    user_id = str(desk.account(account.id).keycloak_id)
    before, sent = user(realms, user_id), len(desk.mailer.sent)
    approved(database, account, email=new, last_name="Nowy")
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_CHANGED)
    assert desk.account(account.id).attention_code == "same_email"
    assert user(realms, user_id) == before
    assert len(desk.mailer.sent) == sent


def test_a_temporary_password_somebody_set_by_hand_dies(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, _, new = customer(desk, realms)
    user_id = str(desk.account(account.id).keycloak_id)
    path = f"/admin/realms/{realms.settings.customers_realm}/users/{user_id}/reset-password"
    realms.admin.call("PUT", path, {"type": "password", "value": "temporary12", "temporary": True})
    assert realms.customer().log_in(account.login, "temporary12") == UPDATE_PASSWORD
    approved(database, account, email=new)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.EXPIRED, None)
    assert realms.customer().log_in(account.login, "temporary12") == LOGIN


def links(sink: Sink, address: str, many: int) -> list[str]:
    """So many links to a new password, waited for: the server mails them after it has answered."""
    end = monotonic() + 40
    found: list[str] = []
    while len(found) < many and monotonic() < end:
        mails = [text_of(mail) for mail in sink.to(address)]
        found = [re.findall(r"http\S+action-token\S+", text)[0] for text in mails if "action-token" in text]
        sleep(0.1)
    return found


def test_a_link_asked_for_in_the_former_mailbox_is_dead(database: Database, realms: Realms, sink: Sink) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, _, new = customer(desk, realms)
    for many in (1, 2):
        realms.customer().forget(account.login)
        assert len(links(sink, account.email, many)) == many
    alive, kept = links(sink, account.email, 2)
    assert realms.customer().follow(alive) == UPDATE_PASSWORD
    approved(database, account, email=new)
    desk.run()
    assert realms.customer().follow(kept) != UPDATE_PASSWORD
    realms.customer().forget(account.login)
    assert realms.customer().follow(links(sink, new, 1)[0]) == UPDATE_PASSWORD
