"""What the worker's service account may do on the real server, and what it must not (least privilege)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.applied_realms import AppliedRealms, customer

pytestmark = pytest.mark.live
SECONDS = 30


@dataclass(frozen=True)
class Worker:
    """The service account with the things its calls aim at."""

    http: requests.Session
    base: str
    own: str
    outsider: str
    ids: dict[str, Any]

    def ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        """One call relative to the customers' realm."""
        return self.http.request(method, f"{self.base}/{path}".rstrip("/"), json=body, timeout=SECONDS)


def created(answer: requests.Response) -> str:
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rsplit("/", 1)[1]


@pytest.fixture(scope="module")
def worker(applied_realms: AppliedRealms) -> Worker:
    """The account, a customer it made, and an administrator's user outside the group."""
    realm = applied_realms.customers
    base = applied_realms.settings.keycloak_url + realm.path()
    http = applied_realms.as_provisioner()
    own = created(http.post(f"{base}/users", json=customer("rights-own"), timeout=SECONDS))
    realm.post("users", body={"username": "rights-outsider", "enabled": True, "email": "outsider@example.com"})
    outsider = realm.get("users", query="?username=rights-outsider&exact=true")[0]["id"]
    if realm.find("group-by-path", "other-group") is None:
        realm.post("groups", body={"name": "other-group"})
    management = realm.get("clients", query="?clientId=realm-management")[0]["id"]
    provisioner = realm.get("clients", query="?clientId=provisioner")[0]["id"]
    ids = {
        "customers": realm.get("group-by-path", "customers")["id"],
        "other": realm.get("group-by-path", "other-group")["id"],
        "management": management,
        "role": realm.get("clients", management, "roles", "manage-users"),
        "provisioner": provisioner,
        "self": realm.get("clients", provisioner, "service-account-user")["id"],
        "staff": applied_realms.staff.name,
    }
    return Worker(http, base, own, outsider, ids)


def test_it_creates_a_customer_in_the_group_with_one_call(worker: Worker) -> None:
    identifier = created(worker.ask("POST", "users", customer("rights-one-call")))
    user = worker.ask("GET", f"users/{identifier}").json()
    assert user["requiredActions"] == ["UPDATE_PASSWORD"]
    assert user["attributes"]["applicationId"] == ["A-rights-one-call"]
    assert [group["path"] for group in worker.ask("GET", f"users/{identifier}/groups").json()] == ["/customers"]


def test_a_companys_name_keeps_its_quotation_marks_and_ampersand(worker: Worker) -> None:
    name = 'PHU „Woda” & Syn "Źródło" (Kartuzy) Sp. z o.o.'
    body = customer("rights-company", firstName=name, lastName="")
    assert worker.ask("GET", f"users/{created(worker.ask('POST', 'users', body))}").json()["firstName"] == name


def test_markup_in_a_name_is_refused(worker: Worker) -> None:
    answer = worker.ask("POST", "users", customer("rights-markup", firstName="<b>x</b>"))
    assert (answer.status_code, answer.json()["errorMessage"]) == (400, "nameInvalid")


def test_it_reads_disables_resets_ends_sessions_unlocks_and_deletes_its_own(worker: Worker) -> None:
    own = created(worker.ask("POST", "users", customer("rights-life")))
    found = worker.ask("GET", "users?username=rights-life&exact=true").json()
    assert [user["id"] for user in found] == [own]
    password = {"type": "password", "value": "wxyz2345mnpq6789", "temporary": True}
    assert worker.ask("PUT", f"users/{own}", {"enabled": False}).status_code == 204
    assert worker.ask("PUT", f"users/{own}/reset-password", password).status_code == 204
    assert worker.ask("POST", f"users/{own}/logout").status_code == 204
    assert worker.ask("DELETE", f"attack-detection/brute-force/users/{own}").status_code == 204
    assert worker.ask("GET", f"users/{own}/credentials").status_code == 200
    assert worker.ask("DELETE", f"users/{own}").status_code == 204


def test_lists_show_customers_only(worker: Worker) -> None:
    names = {user["username"] for user in worker.ask("GET", "users?max=500").json()}
    assert "rights-own" in names
    assert "rights-outsider" not in names


def test_roles_in_the_body_of_a_new_customer_have_no_effect(worker: Worker, applied_realms: AppliedRealms) -> None:
    body = customer("rights-roles", clientRoles={"realm-management": ["manage-users"]}, realmRoles=["offline_access"])
    identifier = created(worker.ask("POST", "users", body))
    mappings = applied_realms.customers.get("users", identifier, "role-mappings")
    assert "clientMappings" not in mappings
    (role,) = mappings["realmMappings"]
    assert role["name"].startswith("default-roles-")


PASSWORD = {"type": "password", "value": "wxyz2345mnpq6789", "temporary": True}
NEW = {"username": "rights-never", "enabled": True}
Call = Callable[[Worker], requests.Response]
FORBIDDEN: dict[str, Call] = {
    "create a user without a group": lambda w: w.ask("POST", "users", NEW),
    "create a user in no group": lambda w: w.ask("POST", "users", {**NEW, "groups": []}),
    "create a user in another group": lambda w: w.ask("POST", "users", {**NEW, "groups": ["/other-group"]}),
    "create a user in an unknown group": lambda w: w.ask("POST", "users", {**NEW, "groups": ["/nowhere"]}),
    "read an outsider": lambda w: w.ask("GET", f"users/{w.outsider}"),
    "change an outsider": lambda w: w.ask("PUT", f"users/{w.outsider}", {"enabled": False}),
    "reset an outsider's password": lambda w: w.ask("PUT", f"users/{w.outsider}/reset-password", PASSWORD),
    "delete an outsider": lambda w: w.ask("DELETE", f"users/{w.outsider}"),
    "end an outsider's sessions": lambda w: w.ask("POST", f"users/{w.outsider}/logout"),
    "pull an outsider into the group": lambda w: w.ask("PUT", f"users/{w.outsider}/groups/{w.ids['customers']}"),
    "put its own customer into another group": lambda w: w.ask("PUT", f"users/{w.own}/groups/{w.ids['other']}"),
    "take its own customer out of the group": lambda w: w.ask("DELETE", f"users/{w.own}/groups/{w.ids['customers']}"),
    "give a customer a role": lambda w: w.ask(
        "POST", f"users/{w.own}/role-mappings/clients/{w.ids['management']}", [w.ids["role"]]
    ),
    "give itself a role": lambda w: w.ask(
        "POST", f"users/{w.ids['self']}/role-mappings/clients/{w.ids['management']}", [w.ids["role"]]
    ),
    "change its own account": lambda w: w.ask("PUT", f"users/{w.ids['self']}", {"email": "x@example.com"}),
    "impersonate a customer": lambda w: w.ask("POST", f"users/{w.own}/impersonation"),
    "change the realm": lambda w: w.ask("PUT", "", {"registrationAllowed": True}),
    "delete the realm": lambda w: w.ask("DELETE", ""),
    "read login events": lambda w: w.ask("GET", "events"),
    "read admin events": lambda w: w.ask("GET", "admin-events"),
    "list clients": lambda w: w.ask("GET", f"clients/{w.ids['provisioner']}"),
    "read its own client's secret": lambda w: w.ask("GET", f"clients/{w.ids['provisioner']}/client-secret"),
    "create a client": lambda w: w.ask("POST", "clients", {"clientId": "never"}),
    "list roles": lambda w: w.ask("GET", "roles"),
    "create a role": lambda w: w.ask("POST", "roles", {"name": "never"}),
    "create a group": lambda w: w.ask("POST", "groups", {"name": "never"}),
    "create a child of its group": lambda w: w.ask("POST", f"groups/{w.ids['customers']}/children", {"name": "never"}),
    "rename its group": lambda w: w.ask("PUT", f"groups/{w.ids['customers']}", {"name": "never"}),
    "import users": lambda w: w.ask("POST", "partialImport", {"ifResourceExists": "SKIP", "users": [NEW]}),
    "unlock everybody": lambda w: w.ask("DELETE", "attack-detection/brute-force/users"),
    "change the user profile": lambda w: w.ask("PUT", "users/profile", {"attributes": []}),
    "reach the staff realm": lambda w: w.http.get(
        f"{w.base.rsplit('/', 1)[0]}/{w.ids['staff']}/users", timeout=SECONDS
    ),
    "create a realm": lambda w: w.http.post(w.base.rsplit("/", 1)[0], json={"realm": "never"}, timeout=SECONDS),
}


@pytest.mark.parametrize("call", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_it_may_not(worker: Worker, call: Call) -> None:
    answer = call(worker)
    assert answer.status_code in (401, 403), f"{answer.status_code}: {answer.text[:300]}"


def test_nothing_of_the_forbidden_came_into_being(worker: Worker, applied_realms: AppliedRealms) -> None:
    for call in FORBIDDEN.values():
        call(worker)
    realm = applied_realms.customers
    assert realm.get("users", query="?username=rights-never&exact=true") == []
    assert realm.get("users", query="?username=rights-outsider&exact=true")[0]["enabled"]
    assert realm.get("clients", query="?clientId=never") == []
    assert realm.find("group-by-path", "never") is None
