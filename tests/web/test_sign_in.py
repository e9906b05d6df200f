"""Staff sign in through the staff realm and out of it; answers nobody asked for are refused (ASVS 6.8.2, 10.5)."""

import pytest
import requests
import responses
from joserfc import jwt

from provisioner.journal.events import Event
from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffMember
from tests.web.desk import KEYCLOAK_URL, DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.provider import CODE, ENDPOINT, FakeProvider, asked, begin, come_back
from tests.web.rows import count, events, rows
from tests.web.test_intake import NEW, typed


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


LOOKED_AT = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize(
    "changed, clears",
    [
        ({}, True),
        ({"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"}, False),
        ({"Sec-Fetch-Dest": "iframe"}, False),
        ({"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"}, False),
        ({"Sec-Purpose": "prefetch"}, False),
    ],
)
def test_the_browser_forgets_everything_only_for_somebody_who_looks_at_the_page(
    small_desk: DeskUnderTest, changed: dict[str, str], clears: bool
) -> None:
    answer = small_desk.nobody().client.get("/auth/signed-out", headers=LOOKED_AT | changed)
    assert answer.status_code == 200
    assert ("Clear-Site-Data" in answer.headers) == clears


def test_a_foreign_page_that_leads_to_the_farewell_signs_nobody_out(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    assert "Clear-Site-Data" not in browser.client.get("/auth/signed-out", headers=LOOKED_AT).headers
    assert browser.client.get("/").status_code == 200


ELSEWHERE = ["//evil.example", "//[", "/\nx", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "x"]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_after_sign_in_nobody_is_sent_off_the_desk(
    small_desk: DeskUnderTest, provider: FakeProvider, wanted: str
) -> None:
    browser = small_desk.nobody()
    sent = browser.client.get("/auth/sign-in", query_string={"next": wanted})
    page = come_back(browser, provider, asked(sent.headers["Location"]))
    assert page.response.request.path == "/"
    assert page.status == 200


def timed_out_form(desk: DeskUnderTest, provider: FakeProvider, browser: Browser) -> Page:
    """A clerk fills the form, is away too long and sends it."""
    come_back(browser, provider, begin(browser))
    form = browser.get(NEW)
    desk.clock.advance(minutes=31)
    return browser.send(form, NEW, **typed(form))


def test_a_form_sent_after_a_timeout_can_be_sent_again_after_signing_in(
    desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = desk.nobody()
    page = timed_out_form(desk, provider, browser)
    assert page.status == 401
    assert count(desk.database) == 0
    assert page.form(NEW)["last_name"] == "Żółkiewski"
    come_back(browser, provider, begin(browser))
    assert browser.send(page, NEW).status == 200
    assert count(desk.database) == 1


def test_a_form_left_open_is_worth_nothing_to_the_next_person(
    small_desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = small_desk.nobody()
    page = timed_out_form(small_desk, provider, browser)
    wanted = begin(browser)
    come_back(browser, provider, wanted, provider.sign(provider.claims(wanted["nonce"], sub="subject-2")))
    assert browser.send(page, NEW).status == 400
    assert count(small_desk.database) == 0
