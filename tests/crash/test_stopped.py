"""Row 28 of docs/faults.md, a real process: stopped inside its call to Keycloak past its lease, then going on."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus
from tests.crash.conftest import Office
from tests.live.customer import UPDATE_PASSWORD
from tests.live.test_held_back import RESET
from tests.proxy import running_proxy
from tests.sink import mailed_password

pytestmark = [pytest.mark.live, pytest.mark.postgres]
SHORT = {
    "PROVISIONER_KEYCLOAK_TIMEOUT_SECONDS": "3",
    "PROVISIONER_SMTP_TIMEOUT_SECONDS": "1",
    "PROVISIONER_WORKER_THREADS": "1",
}
LEASE_SECONDS = 42
"""Three times both time limits, and thirty."""


@contextmanager
def stopped(process: "subprocess.Popen[bytes]", office: Office) -> Iterator[None]:
    """Stop it for so long, at a moment at which it keeps nobody else from the database."""
    while True:
        os.kill(process.pid, signal.SIGSTOP)
        try:
            office.let_time_pass()
            break
        except OperationalError:
            os.kill(process.pid, signal.SIGCONT)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


@pytest.mark.drill_only
def test_row_28_stopped_inside_its_call_past_its_lease_it_kills_no_mailed_password(office: Office) -> None:
    account = office.approve()
    office.run_until_killed(Failpoint.AFTER_CREATED_COMMIT)
    office.let_time_pass()
    office.environment |= SHORT
    with running_proxy(office.realms.settings.keycloak_url) as proxy:
        proxy.hold = RESET
        with office.worker(proxy.url) as sleeper:
            assert proxy.held.wait(20)
            began = time.monotonic()
            with stopped(sleeper, office):
                with office.worker():
                    office.wait_for(lambda: office.settled(account.id), "the account to settle")
                time.sleep(max(0, began + LEASE_SECONDS - time.monotonic()))
                proxy.released.set()
            assert b" 401 " in proxy.late.get(timeout=20)
            office.wait_for(lambda: "lease lost" in office.log(), "the sleeper to notice")
    assert office.account(account.id).status is AccountStatus.NOTIFIED
    (mail,) = office.access_mails(account)
    assert office.realms.customer().log_in(account.login, mailed_password(mail)) == UPDATE_PASSWORD
