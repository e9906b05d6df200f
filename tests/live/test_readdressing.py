"""A corrected address on the real Keycloak: the former password is refused, the new one works (P4)."""

from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

import pytest

from provisioner import incidents
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from tests.corrected import corrected
from tests.factories import approved_account, member
from tests.live.conftest import Realms
from tests.live.customer import LOGIN, UPDATE_PASSWORD
from tests.worker.desk import WorkerDesk

pytestmark = pytest.mark.live
numbers = count(770000)


def mailed(desk: WorkerDesk) -> tuple[Account, str]:
    """An account whose login details went to a wrong address, and a number nobody else has."""
    number = f"{next(numbers)}{uuid4().int % 1000:03d}"
    address = f"wrong{number}@example.com"
    account = approved_account(desk.database, customer_number=number, email=address, email_again=address)
    desk.run()
    return account, number


def user(realms: Realms, user_id: str) -> dict[str, object]:
    """The user as an administrator sees it."""
    answer = realms.admin.call("GET", f"/admin/realms/{realms.settings.customers_realm}/users/{user_id}")
    found: dict[str, object] = answer.json()
    return found


def test_p4_the_former_password_is_refused_and_the_new_one_works(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, number = mailed(desk)
    former, right = desk.mailed_password(), f"right{number}@example.com"
    user_id = str(desk.account(account.id).keycloak_id)
    before = user(realms, user_id)
    corrected(database, account, right)
    desk.run()
    assert desk.mailer.sent[-1].to == right
    assert realms.customer().log_in(account.login, former) == LOGIN
    assert realms.customer().log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
    after = user(realms, user_id)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed == {"email", "notBefore"}, "only the address, and the moment the sessions were ended"
    assert after["email"] == right


def test_a_mailbox_of_somebody_else_asks_people(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, _ = mailed(desk)
    former, calls = desk.mailed_password(), len(desk.mailer.sent)
    other, other_number = mailed(desk)
    stranger = f"stranger{other_number}@example.com"
    made = {"username": f"s{other_number}", "email": stranger, "enabled": True}
    realms.admin.call("POST", f"/admin/realms/{realms.settings.customers_realm}/users", made)
    corrected(database, account, stranger)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN)
    assert len(desk.mailer.sent) == calls + 1, "only the other account's"
    assert desk.state(other.id)[0] is AccountStatus.NOTIFIED
    assert realms.customer().log_in(account.login, former) == LOGIN


def test_an_own_password_is_not_overwritten(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, number = mailed(desk)
    customer = realms.customer()
    assert customer.log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
    customer.set_password("WlasneHaslo1")
    corrected(database, account, f"right{number}@example.com")
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USED_BEFORE_CORRECTION)
    assert realms.customer().log_in(account.login, "WlasneHaslo1") not in (LOGIN, UPDATE_PASSWORD)


def test_out_of_a_block_for_a_wrong_person_leads_the_right_address(database: Database, realms: Realms) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account, number = mailed(desk)
    stranger, right = realms.customer(), f"right{number}@example.com"
    assert stranger.log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
    stranger.set_password("ObceHaslo1")
    tokens = stranger.tokens()
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    with database.transaction() as session:
        by = member(session, "Celina Clerk")
        incidents.open_incident(session, account.case_id, what="cudze hasło", by=by, at=datetime.now(UTC))
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert stranger.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code == 400
    assert realms.customer().log_in(account.login, "ObceHaslo1") == LOGIN
    corrected(database, account, right)
    desk.later()
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    found = user(realms, str(desk.account(account.id).keycloak_id))
    assert (found["email"], found["enabled"]) == (right, True)
    assert [mail.to for mail in desk.mailer.sent] == [f"wrong{number}@example.com", right]
    assert realms.customer().log_in(account.login, "ObceHaslo1") == LOGIN
    assert realms.customer().log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
