"""Staff sign in through the staff realm; what was not exactly asked for is refused (ASVS 6.8.2, 9.1, 10.5)."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import responses
from joserfc import jwt
from joserfc.jwk import ECKey

from provisioner.domain.events import Event
from provisioner.models import StaffMember
from tests.web.desk import KEYCLOAK_URL, DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.provider import CODE, ENDPOINT, ISSUER, FakeProvider, asked
from tests.web.rows import events, rows

Forge = Callable[[FakeProvider, str], str]


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as found:
        yield found


@pytest.fixture
def provider(mock: responses.RequestsMock) -> FakeProvider:
    found = FakeProvider()
    found.answer(mock)
    return found


def begin(browser: Browser, path: str = "/") -> dict[str, str]:
    """Open a page as nobody; gives what the desk asks Keycloak for."""
    first = browser.client.get(path)
    second = browser.client.get(first.headers["Location"])
    assert second.headers["Location"].startswith(f"{ENDPOINT}/auth?")
    return asked(second.headers["Location"])


def come_back(browser: Browser, provider: FakeProvider, wanted: dict[str, str], token: str | None = None) -> Page:
    """Return from Keycloak with a good token, or with the given one."""
    provider.token = token or provider.sign(provider.claims(wanted["nonce"]))
    return browser.get(f"/auth/callback?code={CODE}&state={wanted['state']}&iss={ISSUER}")


def test_a_clerk_signs_in_and_lands_on_the_page_asked_for(desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = desk.nobody()
    wanted = begin(browser, "/calendar")
    page = come_back(browser, provider, wanted)
    assert page.status == 200
    assert page.response.request.path == "/calendar"
    assert "Anna Nowak" in page.text
    assert events(desk.database)[-1] == Event.STAFF_SIGNED_IN
    assert [row.subject for row in rows(desk.database, StaffMember)] == ["subject-1"]


def test_the_desk_asks_with_state_nonce_and_a_hashed_challenge(
    small_desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser)
    assert wanted["code_challenge_method"] == "S256"
    assert wanted["redirect_uri"] == "http://localhost:8700/auth/callback"
    assert min(len(wanted["state"]), len(wanted["nonce"])) >= 20
    come_back(browser, provider, wanted)
    assert provider.exchanges[0]["code_verifier"][0] not in wanted["code_challenge"]


def test_a_second_sign_in_updates_the_name_of_the_same_person(desk: DeskUnderTest, provider: FakeProvider) -> None:
    for name in ("Anna Nowak", "Anna Nowak-Lis"):
        browser = desk.nobody()
        wanted = begin(browser)
        come_back(browser, provider, wanted, provider.sign(provider.claims(wanted["nonce"], name=name)))
    assert [row.name for row in rows(desk.database, StaffMember)] == ["Anna Nowak-Lis"]


def test_a_token_signed_with_rsa_is_accepted_too(small_desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser)
    token = jwt.encode({"alg": "RS256", "kid": "realm-rsa"}, provider.claims(wanted["nonce"]), provider.rsa)
    assert come_back(browser, provider, wanted, token).status == 200


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


def test_an_answer_nobody_asked_for_is_refused(small_desk: DeskUnderTest, provider: FakeProvider) -> None:
    page = come_back(small_desk.nobody(), provider, {"nonce": "n", "state": "never-asked"})
    assert page.status == 400
    assert provider.exchanges == []


def test_an_answer_of_another_issuer_is_refused(small_desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser)
    page = browser.get(f"/auth/callback?code={CODE}&state={wanted['state']}&iss={KEYCLOAK_URL}/realms/ibok")
    assert page.status == 400
    assert provider.exchanges == []


def test_the_same_answer_counts_once(small_desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser)
    come_back(browser, provider, wanted)
    assert come_back(browser, provider, wanted).status == 400


def test_somebody_without_a_role_is_told_so_and_gets_in_nowhere(
    small_desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser)
    token = provider.sign(provider.claims(wanted["nonce"], roles=["janitor"]))
    page = come_back(browser, provider, wanted, token)
    assert page.status == 403
    assert "Anna Nowak" in page.main
    assert page.has_form("/auth/sign-out")
    assert browser.client.get("/").status_code == 303


@pytest.mark.parametrize("failing", ["token", "certs"])
def test_while_keycloak_is_silent_the_page_says_so(
    small_desk: DeskUnderTest, mock: responses.RequestsMock, failing: str
) -> None:
    provider = FakeProvider()
    provider.answer(mock)
    method = responses.POST if failing == "token" else responses.GET
    mock.replace(method, f"{ENDPOINT}/{failing}", body=requests.ConnectionError("refused"))
    browser = small_desk.nobody()
    page = come_back(browser, provider, begin(browser))
    assert page.status == 503
    assert "Keycloak" in page.main


def test_signing_out_ends_both_sessions(desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = desk.nobody()
    page = come_back(browser, provider, begin(browser))
    answer = browser.client.post("/auth/sign-out", data=page.form("/auth/sign-out"))
    assert answer.headers["Location"].startswith(f"{ENDPOINT}/logout?")
    wishes = asked(answer.headers["Location"])
    assert wishes["id_token_hint"] == provider.token
    assert wishes["post_logout_redirect_uri"] == "http://localhost:8700/"
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert events(desk.database)[-1] == Event.STAFF_SIGNED_OUT
    back = browser.get(f"/?state={wishes['state']}")
    assert back.response.request.path == "/auth/signed-out"


ELSEWHERE = ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "x"]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_after_sign_in_nobody_is_sent_off_the_desk(
    small_desk: DeskUnderTest, provider: FakeProvider, wanted: str
) -> None:
    browser = small_desk.nobody()
    sent = browser.client.get("/auth/sign-in", query_string={"next": wanted})
    page = come_back(browser, provider, asked(sent.headers["Location"]))
    assert page.response.request.path == "/"
    assert page.status == 200
