"""The worker killed without warning (fault matrix, rows 1–6): one user, a working password, nothing lost."""

import pytest

from provisioner.domain.account import AccountStatus
from provisioner.worker.failpoints import Failpoint
from tests.crash.conftest import Office
from tests.live.customer import IN, LOGIN, UPDATE_PASSWORD
from tests.sink import mailed_password, text_of

pytestmark = [pytest.mark.live, pytest.mark.postgres]


@pytest.mark.parametrize(
    ("point", "mails"),
    [
        pytest.param(Failpoint.AFTER_CLAIM, 1, id="row 1: after the claim"),
        pytest.param(Failpoint.AFTER_POST, 1, id="row 2: after Keycloak's 201"),
        pytest.param(Failpoint.AFTER_CREATED_COMMIT, 1, id="row 3: after the record, before the mail"),
        pytest.param(Failpoint.BEFORE_SMTP, 1, id="row 4: before the mail is handed over"),
        pytest.param(Failpoint.AFTER_250, 2, id="row 5: after the mail server's 250"),
        pytest.param(Failpoint.AFTER_NOTIFIED_COMMIT, 1, id="after everything"),
    ],
)
def test_a_killed_worker_loses_nothing_and_doubles_nothing(office: Office, point: Failpoint, mails: int) -> None:
    account = office.approve()
    office.run_until_killed(point)
    settled = office.finish(account)
    sent = office.sink.to(settled.application.email)
    assert settled.status is AccountStatus.NOTIFIED
    assert len(office.users_of(account)) == 1
    assert len(sent) == mails
    passwords = [mailed_password(mail) for mail in sent]
    assert office.realms.customer().log_in(account.login, passwords[-1]) == UPDATE_PASSWORD
    for dead in passwords[:-1]:
        assert office.realms.customer().log_in(account.login, dead) == LOGIN
        assert "zastępuje wcześniejszą" in text_of(sent[-1])
    assert not [password for password in passwords if password in office.log()]


def test_row_6_a_password_the_customer_set_meanwhile_stays(office: Office) -> None:
    account = office.approve()
    office.run_until_killed(Failpoint.AFTER_250)
    (mail,) = office.sink.to(account.application.email)
    customer = office.realms.customer()
    assert customer.log_in(account.login, mailed_password(mail)) == UPDATE_PASSWORD
    assert customer.set_password("MojeWlasne1") == IN
    assert office.finish(account).status is AccountStatus.ACTIVATED
    assert len(office.sink.to(account.application.email)) == 1
    assert office.realms.customer().log_in(account.login, "MojeWlasne1") == IN
