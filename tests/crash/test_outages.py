"""Keycloak and the mail server away, slow, or answering into the void (docs/faults.md, rows 9–11, 14, 24)."""

from datetime import UTC, datetime

import pytest

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.outside.outages import outages
from tests.crash.conftest import Office
from tests.live.customer import UPDATE_PASSWORD
from tests.proxy import running_proxy
from tests.sink import mailed_password

pytestmark = [pytest.mark.live, pytest.mark.postgres]


def test_row_9_keycloak_away_accounts_wait_and_go_on_by_themselves(office: Office) -> None:
    with running_proxy(office.realms.settings.keycloak_url) as proxy:
        proxy.refuse = True
        accounts = [office.approve() for _ in range(3)]
        with office.worker(proxy.url):
            outage = office.wait_for(lambda: told(office), "the desk to say so")
            assert outage == "keycloak_unreachable"
            assert {office.account(a.id).status for a in accounts} == {AccountStatus.APPROVED}
            proxy.refuse = False
            for account in accounts:
                office.wait_for(lambda id=account.id: office.settled(id), "the account to settle")  # type: ignore[misc]
    assert {office.account(a.id).status for a in accounts} == {AccountStatus.NOTIFIED}
    assert told(office) is None


@pytest.mark.parametrize(
    "seconds", [pytest.param(0, id="row 11: answer cut"), pytest.param(8, id="row 10: answer later than the timeout")]
)
def test_an_answer_that_never_came_leads_to_one_post_and_one_user(office: Office, seconds: float) -> None:
    # Longer than a busy Keycloak takes for a password's hash.
    office.environment["PROVISIONER_KEYCLOAK_TIMEOUT_SECONDS"] = "5"
    account = office.approve()
    with running_proxy(office.realms.settings.keycloak_url) as proxy:
        proxy.swallow, proxy.hold_seconds = 1, seconds
        with office.worker(proxy.url):
            office.wait_for(lambda: office.settled(account.id), "the account to settle")
        assert proxy.creations == 1
    (mail,) = office.access_mails(account)
    assert len(office.users_of(account)) == 1
    assert office.realms.customer().log_in(account.login, mailed_password(mail)) == UPDATE_PASSWORD


def test_row_14_a_stranger_with_the_login_is_neither_changed_nor_mailed(office: Office) -> None:
    account = office.approve()
    realm = office.realms.settings.customers_realm
    stranger = {"username": account.login, "email": f"s{account.login}@example.com", "enabled": True}
    office.realms.admin.call("POST", f"/admin/realms/{realm}/users", stranger)
    (before,) = office.realms.users(f"username={account.login}&exact=true")
    settled = office.finish(account)
    (after,) = office.realms.users(f"username={account.login}&exact=true")
    assert before == after
    assert (settled.status, settled.login) == (AccountStatus.NOTIFIED, f"{account.login}_2")
    (mail,) = office.access_mails(account)
    assert office.sink.to(str(stranger["email"])) == []
    assert office.realms.customer().log_in(settled.login, mailed_password(mail)) == UPDATE_PASSWORD


def test_row_24_an_address_refused_for_good_needs_attention(office: Office) -> None:
    account = office.approve()
    office.sink.refuse = lambda address: "550 no such mailbox" if address == account.email else ""
    try:
        settled = office.finish(account)
    finally:
        office.sink.refuse = lambda address: ""
    assert (settled.status, settled.attention) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED)
    assert settled.attention_code == "smtp_550"
    assert office.access_mails(account) == []


def told(office: Office) -> str | None:
    """What the banner on the desk says now."""
    with office.database.reading() as session:
        found = [o.problem for o in outages(session, now=datetime.now(UTC)) if o.component == "keycloak"]
    return found[0] if found else None
