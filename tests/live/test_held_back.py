"""Row 28 of docs/faults.md, on the real server: a worker stopped inside its call kills no password mailed meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import requests

from provisioner.accounts.rules import AccountStatus
from provisioner.database import Database
from provisioner.outside.keycloak.directory import KeycloakDirectory
from tests.live.conftest import Realms
from tests.live.customer import UPDATE_PASSWORD
from tests.live.test_lease import interrupted
from tests.proxy import Proxy, running_proxy
from tests.worker.desk import WorkerDesk

pytestmark = pytest.mark.live
RESET = b"/reset-password"
LIFE = "access.token.lifespan"


@contextmanager
def tokens_live(realms: Realms, seconds: int) -> Iterator[None]:
    """Let the worker's tokens die sooner than the realm's ten seconds, so that nobody has to wait for it."""
    clients = f"/admin/realms/{realms.settings.customers_realm}/clients"
    (found,) = realms.admin.call("GET", f"{clients}?clientId={realms.settings.provisioner_client_id}").json()
    at = f"{clients}/{found['id']}"
    short = {**found, "attributes": {**found["attributes"], LIFE: str(seconds)}}
    realms.admin.call("PUT", at, short)
    try:
        yield
    finally:
        realms.admin.call("PUT", at, found)


def wait_until_refused(realms: Realms, token: dict[str, Any] | None) -> None:
    """Until Keycloak takes nothing that comes with this token any more."""
    assert token is not None
    at = f"{realms.settings.keycloak_url}/admin/realms/{realms.settings.customers_realm}/users?max=1"
    shown = {"Authorization": f"Bearer {token['access_token']}"}
    end = time.monotonic() + 30
    while requests.get(at, headers=shown, timeout=10).status_code != 401:
        assert time.monotonic() < end
        time.sleep(0.1)


@contextmanager
def asleep_inside(desk: WorkerDesk, directory: KeycloakDirectory, proxy: Proxy) -> Iterator[None]:
    """A worker whose new password is on its way when its lease ends; it has given up when the password goes on."""
    clock = [0.0]
    desk.realm = directory
    zombie = desk.worker()
    zombie.lease.clock = lambda: clock[0]
    thread = Thread(target=zombie)
    thread.start()
    assert proxy.held.wait(20)
    clock[0] += 3600
    desk.later()
    yield
    thread.join()
    proxy.released.set()
    assert b" 401 " in proxy.late.get(timeout=20)


def test_p4_a_password_held_up_on_its_way_is_refused_once_another_worker_may_have_mailed(
    database: Database, realms: Realms
) -> None:
    desk = WorkerDesk(database, realm=realms.directory())
    account = interrupted(desk)
    with tokens_live(realms, 5), running_proxy(realms.settings.keycloak_url) as proxy:
        proxy.hold = RESET
        held_up = realms.directory(proxy.url)
        with asleep_inside(desk, held_up, proxy):
            token = held_up._admin.connection.token
            desk.realm = realms.directory()
            desk.run(desk.worker())
            assert realms.customer().log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
            wait_until_refused(realms, token)
    assert len(desk.mailer.sent) == 1
    assert realms.customer().log_in(account.login, desk.mailed_password()) == UPDATE_PASSWORD
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED
