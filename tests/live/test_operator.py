"""The operator's commands sign in as a client of their own, and Keycloak's first administrator may go."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from provisioner.realm.admin import RealmAdmin, RealmError
from provisioner.realm.apply import MASTER, apply, plan
from provisioner.realm.credentials import CLIENT, AdminCredentials
from tests.keycloak_server import RunningKeycloak
from tests.live.conftest import Realms

pytestmark = pytest.mark.live
SECRET = "q" * 40


@pytest.fixture
def made(realms: Realms, keycloak_server: RunningKeycloak) -> Iterator[list[str]]:
    """The client as an administrator's `realm apply` makes it; what that changed."""
    both = RealmAdmin(keycloak_server.url, replace(keycloak_server.administrator, client_secret=SECRET))
    yield [str(change) for change in apply(both, realms.settings)]
    with suppress(RealmError, IndexError):
        found = realms.admin.realm(MASTER).get("clients", query=f"?clientId={CLIENT}")
        realms.admin.realm(MASTER).delete("clients", found[0]["id"])


@pytest.fixture
def operator(made: list[str], keycloak_server: RunningKeycloak) -> RealmAdmin:
    """What an operator signs in with from then on."""
    return RealmAdmin(keycloak_server.url, AdminCredentials(client_secret=SECRET))


def test_an_administrator_makes_the_client_once(
    made: list[str], realms: Realms, keycloak_server: RunningKeycloak
) -> None:
    assert made
    assert all(line.startswith(f"+ {MASTER} / clients / {CLIENT}") for line in made)
    assert SECRET not in "".join(made)
    for known in (AdminCredentials(client_secret=SECRET), keycloak_server.administrator):
        assert plan(RealmAdmin(keycloak_server.url, known), realms.settings) == []


def test_the_client_alone_makes_the_realms_equal(operator: RealmAdmin, realms: Realms) -> None:
    assert plan(operator, realms.settings) == []
    customers, staff = realms.settings.customers_realm, realms.settings.staff_realm
    realms.admin.realm(customers).put(body={"failureFactor": 99})
    found = realms.admin.realm(staff).get("clients", query=f"?clientId={realms.settings.observer_client_id}")
    account = realms.admin.realm(staff).get("clients", found[0]["id"], "service-account-user")
    [owner] = realms.admin.realm(staff).get("clients", query="?clientId=realm-management")
    rights = realms.admin.realm(staff).get("users", account["id"], "role-mappings", "clients", owner["id"])
    realms.admin.realm(staff).delete("users", account["id"], "role-mappings", "clients", owner["id"], body=rights)
    changed = " ".join(map(str, apply(operator, realms.settings)))
    assert "failureFactor" in changed
    assert "service_account" in changed
    assert plan(operator, realms.settings) == []


def test_an_administrator_who_is_there_goes_first_and_gives_the_client_back_what_it_lost(
    made: list[str], realms: Realms, keycloak_server: RunningKeycloak
) -> None:
    master = realms.admin.realm(MASTER)
    [client] = master.get("clients", query=f"?clientId={CLIENT}")
    account = master.get("clients", client["id"], "service-account-user")
    [owner] = master.get("clients", query=f"?clientId={realms.settings.staff_realm}-realm")
    where = ("users", account["id"], "role-mappings", "clients", owner["id"])
    master.delete(*where, body=master.get(*where))
    both = RealmAdmin(keycloak_server.url, replace(keycloak_server.administrator, client_secret=SECRET))
    assert "service_account" in " ".join(map(str, apply(both, realms.settings)))
    assert plan(RealmAdmin(keycloak_server.url, AdminCredentials(client_secret=SECRET)), realms.settings) == []


def test_where_the_administrator_is_gone_the_client_goes_on(
    operator: RealmAdmin, realms: Realms, keycloak_server: RunningKeycloak
) -> None:
    gone = AdminCredentials("somebody-who-left", "p" * 40, SECRET)
    assert plan(RealmAdmin(keycloak_server.url, gone), realms.settings) == []


def test_the_client_reaches_no_other_realm(operator: RealmAdmin) -> None:
    for path in ("/admin/realms/master/users", "/admin/realms/master/clients", "/admin/realms/master/roles"):
        with pytest.raises(RealmError, match="403"):
            operator.call("GET", path)
    for method, path in (("POST", "/admin/realms"), ("PUT", "/admin/realms/master")):
        with pytest.raises(RealmError, match="403"):
            operator.call(method, path, {"realm": "another"})


def test_a_wrong_secret_is_told_with_the_way_out(keycloak_server: RunningKeycloak) -> None:
    with pytest.raises(RealmError, match=CLIENT) as refused:
        RealmAdmin(keycloak_server.url, AdminCredentials(client_secret="w" * 40)).version()
    assert "w" * 40 not in str(refused.value)
