"""ID tokens that are not exactly what was asked for are refused (ASVS 9.1, 9.2, 10.5)."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.web.desk import KEYCLOAK_URL, DeskUnderTest
from tests.web.provider import FakeProvider, begin, come_back
from tests.web.rows import events

Forge = Callable[[FakeProvider, str], str]


def _segment(part: dict[str, Any]) -> str:
    return _text(json.dumps(part).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unsigned(provider: FakeProvider, nonce: str) -> str:
    return f"{_segment({'alg': 'none', 'kid': 'realm-key'})}.{_segment(provider.claims(nonce))}."


def _by_public_key(provider: FakeProvider, nonce: str) -> str:
    said = f"{_segment({'alg': 'HS256', 'kid': 'realm-key'})}.{_segment(provider.claims(nonce))}"
    return f"{said}.{_text(hmac.digest(provider.key.as_pem(private=False), said.encode(), 'sha256'))}"


def _by_stranger(provider: FakeProvider, nonce: str) -> str:
    stranger = ECKey.generate_key("P-256", {"kid": "realm-key"})
    return jwt.encode({"alg": "ES256", "kid": "realm-key"}, provider.claims(nonce), stranger)


def _with_own_key_in_header(provider: FakeProvider, nonce: str) -> str:
    stranger = ECKey.generate_key("P-256", {"kid": "other"})
    header = {"alg": "ES256", "kid": "other", "jwk": stranger.as_dict(private=False)}
    return jwt.encode(header, provider.claims(nonce), stranger)


def _changed(**claims: Any) -> Forge:
    return lambda provider, nonce: provider.sign(provider.claims(**{"nonce": nonce, **claims}))


def _tampered(provider: FakeProvider, nonce: str) -> str:
    header, _, signature = provider.sign(provider.claims(nonce)).split(".")
    return f"{header}.{_segment(provider.claims(nonce, roles=['approver']))}.{signature}"


FORGED: dict[str, Forge] = {
    "not signed": _unsigned,
    "signed with the public key as a password": _by_public_key,
    "signed by a stranger": _by_stranger,
    "carrying its own key": _with_own_key_in_header,
    "changed after signing": _tampered,
    "of another realm": _changed(iss=f"{KEYCLOAK_URL}/realms/ibok"),
    "of another server": _changed(iss="https://evil.example/realms/staff"),
    "for another client": _changed(aud="account-console", azp="account-console"),
    "for several with a foreign azp": _changed(aud=["account-desk", "x"], azp="x"),
    "without audience": _changed(aud=None),
    "with another nonce": _changed(nonce="somebody-elses"),
    "without nonce": _changed(nonce=None),
    "expired": _changed(exp=int(time.time()) - 3600, iat=int(time.time()) - 7200),
    "without expiry": _changed(exp=None),
    "from the future": _changed(iat=int(time.time()) + 3600, nbf=int(time.time()) + 3600),
    "without subject": _changed(sub=None),
    "an access token": _changed(typ="Bearer"),
    "no token at all": lambda provider, nonce: "not.a.token",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_a_forged_token_is_refused(small_desk: DeskUnderTest, provider: FakeProvider, forge: Forge) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser)
    page = come_back(browser, provider, wanted, forge(provider, wanted["nonce"]))
    assert page.status == 400
    assert events(small_desk.database) == []
    assert browser.client.get("/").status_code == 303
