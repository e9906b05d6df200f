"""The worker killed without warning (docs/faults.md, rows 1–6): one user, a working password, nothing lost."""

import signal

import pytest

from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus
from tests.crash.conftest import Office
from tests.crash.slow_death import killing_proxy
from tests.live.customer import IN, LOGIN, UPDATE_PASSWORD
from tests.sink import mailed_password, text_of

pytestmark = [pytest.mark.live, pytest.mark.postgres]


@pytest.mark.parametrize(
    ("point", "mails"),
    [
        pytest.param(Failpoint.AFTER_CLAIM, 1, id="row 1: after the claim"),
        pytest.param(Failpoint.AFTER_POST, 1, id="row 2: after Keycloak's 201"),
        pytest.param(Failpoint.AFTER_CREATED_COMMIT, 1, id="row 3: after the record, before the mail"),
        pytest.param(Failpoint.BEFORE_SMTP, 1, id="before the mail is handed over"),
        pytest.param(Failpoint.AFTER_250, 2, id="row 5: after the mail server's 250"),
        pytest.param(Failpoint.AFTER_NOTIFIED_COMMIT, 1, id="after everything"),
    ],
)
def test_a_killed_worker_loses_nothing_and_doubles_nothing(office: Office, point: Failpoint, mails: int) -> None:
    account = office.approve()
    office.run_until_killed(point)
    settled = office.finish(account)
    sent = office.access_mails(settled)
    assert settled.status is AccountStatus.NOTIFIED
    assert len(office.users_of(account)) == 1
    assert len(sent) == mails
    passwords = [mailed_password(mail) for mail in sent]
    assert office.realms.customer().log_in(account.login, passwords[-1]) == UPDATE_PASSWORD
    for dead in passwords[:-1]:
        assert office.realms.customer().log_in(account.login, dead) == LOGIN
        assert "zastępuje wcześniejszą" in text_of(sent[-1])
    assert not [password for password in passwords if password in office.log()]


def test_row_4_killed_inside_the_mails_content(office: Office) -> None:
    victims: list[int] = []
    with killing_proxy(office.sink.port, lambda: victims[0]) as port:
        office.environment["PROVISIONER_SMTP_PORT"] = str(port)
        with office.worker() as process:
            victims.append(process.pid)
            account = office.approve()
            assert process.wait(30) == -signal.SIGKILL
    assert office.access_mails(account) == []
    office.environment["PROVISIONER_SMTP_PORT"] = str(office.sink.port)
    assert office.finish(account).status is AccountStatus.NOTIFIED
    (mail,) = office.access_mails(account)
    assert office.realms.customer().log_in(account.login, mailed_password(mail)) == UPDATE_PASSWORD


def test_row_6_a_password_the_customer_set_meanwhile_stays(office: Office) -> None:
    account = office.approve()
    office.run_until_killed(Failpoint.AFTER_250)
    (mail,) = office.access_mails(account)
    customer = office.realms.customer()
    assert customer.log_in(account.login, mailed_password(mail)) == UPDATE_PASSWORD
    assert customer.set_password("MojeWlasne1") == IN
    assert office.finish(account).status is AccountStatus.ACTIVATED
    assert len(office.access_mails(account)) == 1
    assert office.realms.customer().log_in(account.login, "MojeWlasne1") == IN
