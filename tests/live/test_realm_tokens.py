"""What Keycloak refuses: codes used twice, tokens without a code, clients nobody made (ASVS 10.4, 10.6)."""

import json

import pytest
import requests

from provisioner.realm.admin import RealmAt
from tests.applied_realms import SECONDS, AppliedRealms, customer
from tests.live.pages import CustomersBrowser, Page, answered, has_code, pkce

pytestmark = pytest.mark.live
PASSWORD = "abcd2345efgh6789"


def made(realms: AppliedRealms, login: str) -> str:
    """A customer with a password of their own; gives the id."""
    body = customer(login, PASSWORD)
    body["credentials"][0]["temporary"] = False
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    answer = realms.as_provisioner().post(users, json=body, timeout=SECONDS)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rsplit("/", 1)[1]


def browser(realms: AppliedRealms, realm: RealmAt | None = None) -> CustomersBrowser:
    return CustomersBrowser(realms.settings.keycloak_url, (realm or realms.customers).name)


def signed_in(visitor: CustomersBrowser, login: str) -> tuple[Page, str]:
    """The way back to the account page, and the verifier of its code."""
    verifier, challenge = pkce()
    form = visitor.authorize("account-console", f"{visitor.realm}/account/", **challenge)
    return visitor.send(form, username=login, password=PASSWORD), verifier


def ask(visitor: CustomersBrowser, **form: str) -> requests.Response:
    return requests.post(f"{visitor.realm}/protocol/openid-connect/token", data=form, timeout=SECONDS)


def test_a_code_counts_once_and_its_second_use_ends_what_the_first_gave(applied_realms: AppliedRealms) -> None:
    made(applied_realms, "code-twice")
    visitor = browser(applied_realms)
    back, verifier = signed_in(visitor, "code-twice")
    form = {
        "grant_type": "authorization_code",
        "client_id": "account-console",
        "redirect_uri": f"{visitor.realm}/account/",
        "code": answered(back)["code"],
        "code_verifier": verifier,
    }
    first = ask(visitor, **form)
    assert first.status_code == 200, first.text
    assert ask(visitor, **form).status_code == 400
    refreshed = ask(
        visitor,
        grant_type="refresh_token",
        client_id="account-console",
        refresh_token=first.json()["refresh_token"],
    )
    assert refreshed.json()["error"] == "invalid_grant"


@pytest.mark.parametrize("kind", ["token", "id_token", "id_token token", "code token"])
def test_no_token_comes_without_a_code(applied_realms: AppliedRealms, kind: str) -> None:
    realms = applied_realms
    ways = {
        ("account-console", f"{browser(realms).realm}/account/"): realms.customers,
        ("account-desk", f"{realms.settings.desk_url}/auth/callback"): realms.staff,
    }
    for (client, back), realm in ways.items():
        page = browser(realms, realm).authorize(client, back, response_type=kind, nonce="n", **pkce()[1])
        location = page.answer.headers.get("Location", "")
        assert "error=" in location or page.kind == "login-error", f"{client}: {page.text}"
        assert "token=" not in location


def test_a_stranger_registers_no_client(applied_realms: AppliedRealms) -> None:
    for realm in (applied_realms.customers, applied_realms.staff):
        for kind, body in (
            ("openid-connect", {"redirect_uris": ["https://evil.example/"]}),
            ("default", {"clientId": "evil"}),
        ):
            address = f"{browser(applied_realms, realm).realm}/clients-registrations/{kind}"
            assert requests.post(address, json=body, timeout=SECONDS).status_code in (401, 403), kind


def test_a_client_without_its_secret_gets_nothing(applied_realms: AppliedRealms) -> None:
    clients = {"provisioner": applied_realms.customers, "observer": applied_realms.staff}
    for client, realm in clients.items():
        for more in ({}, {"client_secret": "guessed"}):
            form = {"grant_type": "client_credentials", "client_id": client, **more}
            assert ask(browser(applied_realms, realm), **form).status_code == 401, client


def test_logging_out_without_a_hint_asks_first(applied_realms: AppliedRealms) -> None:
    identifier = made(applied_realms, "logged-out-by-others")
    visitor = browser(applied_realms)
    assert has_code(signed_in(visitor, "logged-out-by-others")[0])
    page = visitor.open(f"{visitor.realm}/protocol/openid-connect/logout?client_id=account-console")
    assert page.kind == "login-logout-confirm"
    assert applied_realms.customers.get("users", identifier, "sessions")


def test_passwords_are_kept_as_argon2id(applied_realms: AppliedRealms) -> None:
    (kept,) = applied_realms.customers.get("users", made(applied_realms, "argon"), "credentials")
    how = json.loads(kept["credentialData"])
    assert how["algorithm"] == "argon2"
    assert how["additionalParameters"]["type"] == ["id"]
    assert int(how["additionalParameters"]["memory"][0]) >= 7168
