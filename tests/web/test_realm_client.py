"""What the staff realm's answer to "may this person still?" is taken for: out, still in, or no answer at all."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from joserfc.jwk import ECKey

from provisioner.database import Database
from provisioner.web.gate.realm_client import RealmClient
from provisioner.web.gate.staff_login import KEY
from provisioner.web.gate.staff_realm import KeycloakSilent, StaffGone
from tests.dripping import CUT_SHORT, dripping
from tests.web.desk import desk_over
from tests.web.provider import ENDPOINT, FakeProvider

NOW = int(time.time())
TOKEN = "the-token-of-this-login"


@pytest.fixture
def client(sqlite_url: str) -> RealmClient:
    desk = desk_over(Database(sqlite_url))
    found: RealmClient = desk.app.extensions[KEY].realm
    return found


def answer(provider: FakeProvider, **changed: Any) -> None:
    """From now on the realm renews with these claims."""
    claims = provider.claims("of the sign-in", **changed)
    provider.token = provider.sign({name: value for name, value in claims.items() if name != "nonce"})


def test_the_answer_carries_the_roles_of_now_and_the_next_token(client: RealmClient, provider: FakeProvider) -> None:
    answer(provider, roles=["approver", "janitor"])
    found = client.renew(TOKEN, "subject-1")
    assert found.roles == ("approver",)
    assert found.refresh_token != TOKEN
    (asked,) = provider.exchanges
    assert (asked["grant_type"], asked["refresh_token"]) == (["refresh_token"], [TOKEN])


def test_without_any_role_the_answer_says_so(client: RealmClient, provider: FakeProvider) -> None:
    answer(provider, roles=None)
    assert client.renew(TOKEN, "subject-1").roles == ()


def test_a_login_that_ended_is_gone(client: RealmClient, provider: FakeProvider) -> None:
    provider.refusal = "invalid_grant"
    with pytest.raises(StaffGone):
        client.renew(TOKEN, "subject-1")


@pytest.mark.parametrize("refusal", ["invalid_client", "unauthorized_client", "temporarily_unavailable"])
def test_a_refusal_of_the_desk_itself_is_nobodys_logout(
    client: RealmClient, provider: FakeProvider, refusal: str
) -> None:
    provider.refusal = refusal
    with pytest.raises(KeycloakSilent, match=refusal):
        client.renew(TOKEN, "subject-1")


def test_the_answer_for_somebody_else_lets_nobody_in(client: RealmClient, provider: FakeProvider) -> None:
    answer(provider, sub="subject-2")
    with pytest.raises(StaffGone):
        client.renew(TOKEN, "subject-1")


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example/realms/staff"},
        {"aud": "account-console"},
        {"azp": "account-console"},
        {"typ": "Bearer"},
        {"exp": NOW - 3600},
        {"exp": None},
        {"sub": None},
    ],
)
def test_an_answer_that_is_not_for_the_desk_counts_as_none(
    client: RealmClient, provider: FakeProvider, changed: dict[str, Any]
) -> None:
    answer(provider, **changed)
    with pytest.raises(KeycloakSilent):
        client.renew(TOKEN, "subject-1")


def test_an_answer_signed_by_a_stranger_counts_as_none(client: RealmClient, provider: FakeProvider) -> None:
    provider.key = ECKey.generate_key("P-256", {"kid": "realm-key"})
    answer(provider)
    with pytest.raises(KeycloakSilent):
        client.renew(TOKEN, "subject-1")


TROUBLES: dict[str, Callable[[], dict[str, Any]]] = {
    "refused": lambda: {"body": requests.ConnectionError("refused")},
    "too slow": lambda: {"body": requests.ReadTimeout("slow")},
    "500": lambda: {"status": 500, "json": {"error": "unknown_error"}},
    "503 page": lambda: {"status": 503, "body": "<html>busy</html>"},
    "200 page": lambda: {"status": 200, "body": "<html>maintenance</html>"},
    "404 page": lambda: {"status": 404, "body": "<html>no</html>"},
    "no tokens": lambda: {"status": 200, "json": {}},
    "a list": lambda: {"status": 200, "json": []},
    "no next token": lambda: {"status": 200, "json": {"id_token": "x"}},
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
def test_whatever_is_no_answer_of_keycloak_is_nobodys_logout(
    client: RealmClient, mock: responses.RequestsMock, trouble: Callable[[], dict[str, Any]]
) -> None:
    mock.add(responses.POST, f"{ENDPOINT}/token", **trouble())
    mock.get(f"{ENDPOINT}/certs", json=FakeProvider().certs())
    with pytest.raises(KeycloakSilent):
        client.renew(TOKEN, "subject-1")


def test_a_login_of_less_than_the_second_factor_is_gone_where_one_is_demanded(
    sqlite_url: str, provider: FakeProvider
) -> None:
    strict: RealmClient = desk_over(Database(sqlite_url), staff_otp="required").app.extensions[KEY].realm
    answer(provider, acr="second-factor")
    assert strict.renew(TOKEN, "subject-1").roles == ("clerk",)
    answer(provider, acr="1")
    with pytest.raises(StaffGone):
        strict.renew(TOKEN, "subject-1")


def test_a_token_is_revoked_with_the_desks_own_secret(client: RealmClient, mock: responses.RequestsMock) -> None:
    mock.post(f"{ENDPOINT}/revoke")
    client.revoke(TOKEN)
    assert TOKEN in str(mock.calls[0].request.body)
    assert "client_secret=another+secret+for+tests" in str(mock.calls[0].request.body)
    mock.replace(responses.POST, f"{ENDPOINT}/revoke", status=503)
    with pytest.raises(KeycloakSilent):
        client.revoke(TOKEN)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY = b"Content-Length: 400\r\n\r\n" + b" " * 400
TRICKLES = {"head": HEAD + b"X: " + b"x" * 400, "body": HEAD + BODY, "silence": b""}


@pytest.mark.parametrize("drops", TRICKLES.values(), ids=TRICKLES.keys())
def test_an_answer_that_trickles_in_ends_with_the_limit(sqlite_url: str, drops: bytes) -> None:
    with dripping(drops) as server:
        address = f"http://127.0.0.1:{server.port}"
        desk = desk_over(Database(sqlite_url), keycloak_internal_url=address, keycloak_timeout_seconds=0.5)
        began = time.monotonic()
        with pytest.raises(KeycloakSilent):
            desk.app.extensions[KEY].realm.renew(TOKEN, "subject-1")
    assert time.monotonic() - began < CUT_SHORT
