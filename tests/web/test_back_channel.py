"""Whoever is logged out in Keycloak is out of the desk at once; forged or strange tokens change nothing."""

import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from provisioner.journal.events import Event
from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffSession
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.provider import ISSUER, FakeProvider, begin, come_back
from tests.web.rows import events, rows

ADDRESS = "/auth/back-channel-logout"
EVENT: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}


def told(**changed: Any) -> dict[str, Any]:
    """The claims of a good logout token."""
    good: dict[str, Any] = {
        "iss": ISSUER, "sub": "subject-1", "aud": "account-desk", "iat": int(time.time()), "jti": "j", "events": EVENT,
        "sid": "keycloak-session",
    }  # fmt: skip
    return {name: value for name, value in (good | changed).items() if value is not None}


def signed_in(desk: DeskUnderTest, provider: FakeProvider, sid: str = "keycloak-session") -> Browser:
    browser = desk.nobody()
    wanted = begin(browser)
    come_back(browser, provider, wanted, provider.sign(provider.claims(wanted["nonce"], sid=sid)))
    return browser


def say(desk: DeskUnderTest, token: str) -> int:
    return desk.app.test_client().post(ADDRESS, data={"logout_token": token}).status_code


def test_a_login_ended_in_keycloak_ends_the_session_of_the_desk(desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = signed_in(desk, provider)
    assert say(desk, provider.sign(told())) == 200
    assert browser.client.get("/").status_code == 303
    assert rows(desk.database, StaffSession) == []
    assert events(desk.database)[-1] == Event.STAFF_SIGNED_OUT


def test_other_logins_stay_and_without_a_login_named_all_of_the_person_end(
    desk: DeskUnderTest, provider: FakeProvider
) -> None:
    here, there = signed_in(desk, provider), signed_in(desk, provider, "another-session")
    colleague = desk.as_(Role.CLERK, name="Piotr Zych")
    assert say(desk, provider.sign(told())) == 200
    assert (here.client.get("/").status_code, there.client.get("/").status_code) == (303, 200)
    assert say(desk, provider.sign(told(sid=None))) == 200
    assert there.client.get("/").status_code == 303
    assert colleague.client.get("/").status_code == 200


def test_telling_it_twice_is_fine(small_desk: DeskUnderTest, provider: FakeProvider) -> None:
    signed_in(small_desk, provider)
    assert [say(small_desk, provider.sign(told())) for _ in range(2)] == [200, 200]
    assert events(small_desk.database).count(Event.STAFF_SIGNED_OUT) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example/realms/staff"},
        {"aud": "account-console"},
        {"iat": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"events": {}},
        {"events": None},
        {"nonce": "of an ID token"},
        {"sub": None},
    ],
)
def test_what_is_no_logout_token_ends_nothing(
    small_desk: DeskUnderTest, provider: FakeProvider, changed: dict[str, Any]
) -> None:
    browser = signed_in(small_desk, provider)
    assert say(small_desk, provider.sign(told(**changed))) == 400
    assert browser.client.get("/").status_code == 200


def test_a_strangers_signature_ends_nothing(small_desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = signed_in(small_desk, provider)
    stranger = ECKey.generate_key("P-256", {"kid": "realm-key"})
    for token in ("", "not.a.token", jwt.encode({"alg": "ES256", "kid": "realm-key"}, told(), stranger)):
        assert say(small_desk, token) == 400
    assert browser.client.get("/").status_code == 200
