"""The staff realm as the desk's login meets it: roles, PKCE, one way back, the second factor."""

import base64
import json
from typing import Any

import pytest
import requests

from provisioner.realm.apply import apply
from tests.applied_realms import AppliedRealms
from tests.live.pages import CustomersBrowser, Page, answered, has_code, pkce

pytestmark = pytest.mark.live
PASSWORD = "haslo-pracownika-biura-1"


@pytest.fixture(scope="module")
def callback(applied_realms: AppliedRealms) -> str:
    """A clerk who is also an auditor exists; this is where logins come back to."""
    realm = applied_realms.staff
    credential = {"type": "password", "value": PASSWORD, "temporary": False}
    for login in ("anna", "bez-roli"):
        realm.post("users", body={"username": login, "enabled": True, "credentials": [credential]})
    anna = realm.get("users", query="?username=anna&exact=true")[0]["id"]
    client = realm.get("clients", query="?clientId=account-desk")[0]["id"]
    roles = [realm.get("clients", client, "roles", name) for name in ("clerk", "auditor")]
    realm.post("users", anna, "role-mappings", "clients", client, body=roles)
    return f"{applied_realms.settings.desk_url}/auth/callback"


def browser(realms: AppliedRealms) -> CustomersBrowser:
    return CustomersBrowser(realms.settings.keycloak_url, realms.staff.name)


def signed_in(realms: AppliedRealms, callback: str, login: str) -> dict[str, Any]:
    """The header and claims of the ID token after a login."""
    clerk = browser(realms)
    verifier, challenge = pkce()
    page = clerk.send(clerk.authorize("account-desk", callback, **challenge), username=login, password=PASSWORD)
    answer = exchange(realms, callback, answered(page)["code"], code_verifier=verifier)
    assert answer.status_code == 200, answer.text
    header, claims, _ = answer.json()["id_token"].split(".")
    return {**decoded(header), **decoded(claims)}


def exchange(realms: AppliedRealms, callback: str, code: str, **more: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": "account-desk",
        "client_secret": realms.secret("desk_client_secret"),
        "redirect_uri": callback,
        "code": code,
        **more,
    }
    token = f"{realms.settings.keycloak_url}/realms/{realms.staff.name}/protocol/openid-connect/token"
    return requests.post(token, data=form, timeout=30)


def decoded(part: str) -> dict[str, Any]:
    return dict(json.loads(base64.urlsafe_b64decode(part + "==")))


def test_the_id_token_carries_the_desks_roles_and_is_signed_with_es256(
    applied_realms: AppliedRealms, callback: str
) -> None:
    token = signed_in(applied_realms, callback, "anna")
    assert sorted(token["roles"]) == ["auditor", "clerk"]
    assert token["alg"] == "ES256"
    assert token["aud"] == "account-desk"


def test_somebody_without_a_role_has_none_in_the_token(applied_realms: AppliedRealms, callback: str) -> None:
    assert signed_in(applied_realms, callback, "bez-roli").get("roles", []) == []


def test_a_code_without_its_verifier_is_worth_nothing(applied_realms: AppliedRealms, callback: str) -> None:
    clerk = browser(applied_realms)
    page = clerk.authorize("account-desk", callback, **pkce()[1])
    code = answered(clerk.send(page, username="anna", password=PASSWORD))["code"]
    assert exchange(applied_realms, callback, code).status_code == 400


@pytest.mark.parametrize("challenge", [{}, {"code_challenge": "a" * 43, "code_challenge_method": "plain"}])
def test_a_login_without_pkce_s256_is_refused(
    applied_realms: AppliedRealms, callback: str, challenge: dict[str, str]
) -> None:
    page = browser(applied_realms).authorize("account-desk", callback, **challenge)
    assert answered(page)["error"] == "invalid_request"


@pytest.mark.parametrize("change", ["/x", "?x=1", "@evil.example", ".evil.example"])
def test_no_other_way_back_is_accepted(applied_realms: AppliedRealms, callback: str, change: str) -> None:
    page = browser(applied_realms).authorize("account-desk", callback + change, **pkce()[1])
    assert page.answer.status_code == 400
    assert page.kind == "login-error"


def test_staff_are_offered_no_forgotten_password_and_no_customers_hint(
    applied_realms: AppliedRealms, callback: str
) -> None:
    page = browser(applied_realms).authorize("account-desk", callback, **pkce()[1])
    assert "Zapomniałeś hasło?" not in page.text
    assert "Dane do logowania nadaje administrator." in page.text


def test_a_required_second_factor_is_set_up_before_anything_else(applied_realms: AppliedRealms, callback: str) -> None:
    def login() -> Page:
        clerk = browser(applied_realms)
        page = clerk.authorize("account-desk", callback, **pkce()[1])
        return clerk.send(page, username="bez-roli", password=PASSWORD)

    required = applied_realms.settings.model_copy(update={"staff_otp": "required"})
    apply(applied_realms.admin, required)
    try:
        page = login()
        assert page.kind == "login-login-config-totp"
        assert not has_code(page)
    finally:
        apply(applied_realms.admin, applied_realms.settings)
    assert has_code(login())
