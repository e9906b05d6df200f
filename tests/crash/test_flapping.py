"""Row 9 of docs/faults.md at random: Keycloak and the mail server come and go while accounts are made."""

import time
from random import Random

import pytest

from provisioner.accounts.rules import AccountStatus
from tests.crash.conftest import Office
from tests.drill import Counted
from tests.live.customer import UPDATE_PASSWORD
from tests.proxy import running_proxy
from tests.sink import mailed_password

pytestmark = [pytest.mark.live, pytest.mark.postgres]
ACCOUNTS, TURNS, SEED = 20, 40, 11


@pytest.mark.drill_only
def test_row_9_while_both_come_and_go_nothing_is_lost_or_doubled(office: Office, counted: Counted) -> None:
    draw = Random(SEED)
    accounts = [office.approve() for _ in range(ACCOUNTS)]
    upstream = f"smtp://127.0.0.1:{office.sink.port}"
    with running_proxy(office.realms.settings.keycloak_url) as keycloak, running_proxy(upstream) as mail:
        office.environment["PROVISIONER_SMTP_PORT"] = str(mail.port)
        office.environment["PROVISIONER_KEYCLOAK_TIMEOUT_SECONDS"] = "5"
        with office.worker(keycloak.url), office.worker(keycloak.url):
            for _ in range(TURNS):
                part = draw.choice((keycloak, mail))
                part.go_away()
                time.sleep(draw.uniform(0.1, 1.5))
                part.come_back()
                time.sleep(draw.uniform(0.1, 1.5))
                office.pauses_are_over()
            for account in accounts:
                office.wait_for(lambda id=account.id: office.settled(id), "the account to settle")  # type: ignore[misc]
    for account in accounts:
        assert office.account(account.id).status is AccountStatus.NOTIFIED
        assert len(office.users_of(account)) == 1
        newest = mailed_password(office.access_mails(account)[-1])
        assert office.realms.customer().log_in(account.login, newest) == UPDATE_PASSWORD
    counted(TURNS, f"outages, {ACCOUNTS} accounts")
