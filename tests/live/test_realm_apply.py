"""`realm apply` on a real server: idempotent, mends drift, leaves alone what it does not own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from pydantic import SecretStr

from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply, plan
from tests.applied_realms import AppliedRealms, customer, realms_on
from tests.keycloak_server import RunningKeycloak
from tests.live.pages import CustomersBrowser, has_code

pytestmark = pytest.mark.live


@dataclass
class WatchedAdmin(RealmAdmin):
    """An administrator whose requests are written down."""

    methods: list[str] = field(default_factory=list)

    def call(self, method: str, path: str, body: Any = None, missing_ok: bool = False) -> requests.Response:
        self.methods.append(method)
        return super().call(method, path, body, missing_ok)


@pytest.fixture(scope="module")
def realms(keycloak_server: RunningKeycloak) -> Iterator[AppliedRealms]:
    """Realms whose settings these tests disturb and mend."""
    with realms_on(keycloak_server, smtp_security="none") as realms:
        yield realms


def planned(realms: AppliedRealms) -> list[str]:
    return [change.path for change in plan(realms.admin, realms.settings)]


def test_a_second_run_plans_nothing_changes_nothing_and_writes_nothing(realms: AppliedRealms) -> None:
    admin = WatchedAdmin(realms.admin.base_url, realms.admin.credentials)
    assert plan(admin, realms.settings) == []
    assert apply(admin, realms.settings) == []
    assert set(admin.methods) == {"GET"}


def loosen_policy(realms: AppliedRealms) -> None:
    realms.customers.put(body={"passwordPolicy": "length(4)"})


def open_registration(realms: AppliedRealms) -> None:
    realms.customers.put(body={"registrationAllowed": True})


def lengthen_reset_link(realms: AppliedRealms) -> None:
    actual = realms.customers.representation() or {}
    attributes = {**actual["attributes"], "actionTokenGeneratedByUserLifespan.reset-credentials": "999999"}
    realms.customers.put(body={"attributes": attributes})


def client_of(realms: AppliedRealms, realm: str, client_id: str) -> Any:
    return realms.admin.realm(realm).get("clients", query=f"?clientId={client_id}")[0]


def widen_redirect(realms: AppliedRealms) -> None:
    client = client_of(realms, realms.staff.name, "account-desk")
    realms.staff.put("clients", client["id"], body={**client, "redirectUris": ["*"]})


def change_secret(realms: AppliedRealms) -> None:
    client = client_of(realms, realms.customers.name, "provisioner")
    realms.customers.put("clients", client["id"], body={**client, "secret": "changed-by-hand-changed-by-hand-x"})


def give_the_provisioner_more_rights(realms: AppliedRealms) -> None:
    client = client_of(realms, realms.customers.name, "provisioner")
    owner = client_of(realms, realms.customers.name, "realm-management")["id"]
    role = realms.customers.get("clients", owner, "roles", "manage-users")
    user = realms.customers.get("clients", client["id"], "service-account-user")["id"]
    realms.customers.post("users", user, "role-mappings", "clients", owner, body=[role])


def narrow_the_permission(realms: AppliedRealms) -> None:
    client = client_of(realms, realms.customers.name, "admin-permissions")["id"]
    place = ("clients", client, "authz", "resource-server", "permission", "scope")
    found = realms.customers.get(*place, query="?name=customers-group")[0]
    group = realms.customers.get("group-by-path", "customers")["id"]
    policy = realms.customers.get("clients", client, "authz", "resource-server", "policy", query="?name=is-provisioner")
    body = {**found, "resourceType": "Groups", "resources": [group], "scopes": ["view"], "policies": [policy[0]["id"]]}
    realms.customers.put(*place, found["id"], body=body)


def open_the_customer_number(realms: AppliedRealms) -> None:
    profile = realms.customers.get("users", "profile")
    for attribute in profile["attributes"]:
        if attribute["name"] == "customerNumber":
            attribute["permissions"]["edit"] = ["admin", "user"]
    realms.customers.put("users", "profile", body=profile)


def allow_password_grants(realms: AppliedRealms) -> None:
    client = client_of(realms, realms.customers.name, "admin-cli")
    body = {**client, "enabled": True, "directAccessGrantsEnabled": True}
    realms.customers.put("clients", client["id"], body=body)


def change_a_text(realms: AppliedRealms) -> None:
    realms.customers.put("localization", "pl", "officeContact", body="Zadzwoń pod 0")


def remove_a_role_and_a_mapper(realms: AppliedRealms) -> None:
    client = client_of(realms, realms.staff.name, "account-desk")
    realms.staff.delete("clients", client["id"], "roles", "auditor")
    mapper = client["protocolMappers"][0]["id"]
    realms.staff.delete("clients", client["id"], "protocol-mappers", "models", mapper)


def demote_the_key(realms: AppliedRealms) -> None:
    found = realms.customers.get("components", query="?type=org.keycloak.keys.KeyProvider")
    key = next(each for each in found if each["providerId"] == "ecdsa-generated")
    realms.customers.put("components", key["id"], body={**key, "config": {**key["config"], "priority": ["1"]}})


def let_anybody_set_a_password(realms: AppliedRealms) -> None:
    for step in realms.customers.get("authentication", "flows", "customers reset", "executions"):
        body = {**step, "requirement": "DISABLED"}
        realms.customers.put("authentication", "flows", "customers reset", "executions", body=body)


DRIFT: list[tuple[Callable[[AppliedRealms], None], str]] = [
    (loosen_policy, "realm / passwordPolicy"),
    (open_registration, "realm / registrationAllowed"),
    (lengthen_reset_link, "actionTokenGeneratedByUserLifespan.reset-credentials"),
    (widen_redirect, "account-desk / representation / redirectUris"),
    (change_secret, "provisioner / secret"),
    (give_the_provisioner_more_rights, "provisioner / service_account / realm-management"),
    (narrow_the_permission, "permissions / groups / customers-group / scopes"),
    (open_the_customer_number, "profile / attributes / customerNumber / permissions / edit"),
    (allow_password_grants, "admin-cli / representation / enabled"),
    (change_a_text, "localization / pl / officeContact"),
    (remove_a_role_and_a_mapper, "account-desk / roles / auditor"),
    (let_anybody_set_a_password, "flows / customers reset / requirements / Send Reset Email"),
    (demote_the_key, "keys / ecdsa-generated / config / priority"),
]


@pytest.mark.parametrize("disturb, path", DRIFT, ids=[disturb.__name__ for disturb, _ in DRIFT])
def test_what_was_changed_by_hand_is_shown_and_mended(
    realms: AppliedRealms, disturb: Callable[[AppliedRealms], None], path: str
) -> None:
    disturb(realms)
    assert any(path in each for each in planned(realms)), planned(realms)
    apply(realms.admin, realms.settings)
    assert planned(realms) == []


def test_the_way_of_a_forgotten_password_is_ours_whatever_was_made_of_the_realms_own(realms: AppliedRealms) -> None:
    realm, asked = realms.customers, ("authentication", "flows", "customers reset", "executions")
    before = {step["displayName"]: step["requirement"] for step in realm.get(*asked)}
    realm.put(body={"resetCredentialsFlow": "reset credentials"})
    found = {flow["alias"]: flow["id"] for flow in realm.get("authentication", "flows")}
    realm.delete("authentication", "flows", found["customers reset"])
    builtin = ("authentication", "flows", "reset credentials", "executions")
    for step in realm.get(*builtin):
        realm.put(*builtin, body={**step, "requirement": "DISABLED"})
    apply(realms.admin, realms.settings)
    assert {step["displayName"]: step["requirement"] for step in realm.get(*asked)} == before
    assert "DISABLED" not in [requirement for name, requirement in before.items() if name != "Reset OTP"]


def test_a_secret_that_differs_is_planned_without_being_shown(realms: AppliedRealms) -> None:
    secret = SecretStr("another-secret-another-secret-12")
    other = realms.settings.model_copy(update={"provisioner_client_secret": secret})
    (change,) = plan(realms.admin, other)
    assert (change.old, change.new) == ("***", "***")


def test_what_others_added_survives(realms: AppliedRealms) -> None:
    realm = realms.customers
    realm.post("clients", body={"clientId": "portal-of-others", "enabled": True})
    realm.post("groups", body={"name": "others"})
    actual = realm.representation() or {}
    realm.put(body={"attributes": {**actual["attributes"], "their.attribute": "kept"}, "passwordPolicy": "length(4)"})
    profile = realm.get("users", "profile")
    theirs = {"name": "theirs", "permissions": {"view": ["admin"], "edit": ["admin"]}}
    locale = next(each for each in profile["attributes"] if each["name"] == "locale")
    locale["permissions"] = {"view": ["admin"], "edit": ["admin"]}
    realm.put("users", "profile", body={**profile, "attributes": [*profile["attributes"], theirs]})
    assert len(apply(realms.admin, realms.settings)) == 3
    after = realm.representation() or {}
    assert after["attributes"]["their.attribute"] == "kept"
    assert realm.get("clients", query="?clientId=portal-of-others") != []
    assert realm.find("group-by-path", "others") is not None
    assert "theirs" in [each["name"] for each in realm.get("users", "profile")["attributes"]]


def test_customers_are_untouched_by_an_apply_that_changes_the_realm(realms: AppliedRealms) -> None:
    worker = realms.as_provisioner()
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    for number in range(20):
        body = customer(f"kept{number}", requiredActions=[])
        body["credentials"][0]["temporary"] = False
        assert worker.post(users, json=body, timeout=30).status_code == 201
    before = realms.customers.get("users", query="?max=200&briefRepresentation=false")
    browser = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)
    assert has_code(browser.log_in("kept0", "abcd2345efgh6789"))
    loosen_policy(realms)
    open_the_customer_number(realms)
    apply(realms.admin, realms.settings)
    assert realms.customers.get("users", query="?max=200&briefRepresentation=false") == before
    assert has_code(browser.login_page()), "the session of before has ended"
    fresh = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)
    assert has_code(fresh.log_in("kept7", "abcd2345efgh6789"))
