"""Staff sign in through the staff realm and out of it; answers nobody asked for are refused (ASVS 6.8.2, 10.5)."""

import pytest
import requests
import responses
import sqlalchemy as sa
from joserfc import jwt
from sqlalchemy import event as sa_event

from provisioner.journal.events import Event
from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffMember, StaffSession
from provisioner.web.gate.tickets import MOST
from tests.web.desk import KEYCLOAK_URL, DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.provider import CODE, ENDPOINT, ISSUER, FakeProvider, asked, begin, come_back
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


def test_an_answer_nobody_asked_for_leads_to_a_sign_in_of_ones_own_and_never_in(
    small_desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = small_desk.nobody()
    answer = browser.client.get(f"/auth/callback?code={CODE}&state=never-asked&iss={ISSUER}")
    wanted = asked(answer.headers["Location"])
    assert answer.headers["Location"].startswith(f"{ENDPOINT}/auth?")
    assert provider.exchanges == []
    assert come_back(browser, provider, wanted).response.request.path == "/"


def test_a_browser_that_keeps_no_cookies_is_told_so_instead_of_going_round_in_circles(
    small_desk: DeskUnderTest, provider: FakeProvider
) -> None:
    answer = small_desk.nobody().client.get(f"/auth/callback?code={CODE}&state=never-asked&iss={ISSUER}")
    page = come_back(small_desk.nobody(), provider, asked(answer.headers["Location"]))
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
    again = come_back(browser, provider, wanted)
    assert (again.status, again.response.request.path) == (200, "/"), "Back after signing in is no error"
    assert len(provider.exchanges) == 1


def test_each_tab_that_signs_in_ends_in_the_page_it_asked_for(desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = desk.nobody()
    first, second, third = (begin(browser, path) for path in ("/calendar", "/accounts", "/applications/new"))
    for wanted, path in ((second, "/accounts"), (third, "/applications/new"), (first, "/calendar")):
        page = come_back(browser, provider, wanted)
        assert (page.status, page.response.request.path) == (200, path)


def test_a_ninth_tab_lets_the_first_begin_anew(small_desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = small_desk.nobody()
    tabs = [begin(browser, "/calendar") for _ in range(MOST + 1)]
    assert come_back(browser, provider, tabs[-1]).status == 200
    assert come_back(browser, provider, tabs[0]).status == 200, "somebody signed in is never shown an error"
    assert len(provider.exchanges) == 1


def test_a_ticket_somebody_has_changed_or_kept_too_long_is_none(
    small_desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = small_desk.nobody()
    wanted = begin(browser)
    name = "desk-8700-in-" + "".join(c for c in wanted["state"] if c.isalnum())[:24]
    ticket = browser.client.get_cookie(name)
    assert ticket
    browser.client.set_cookie(name, ticket.value[:-3] + "abc")
    browser.client.get(f"/auth/callback?code={CODE}&state={wanted['state']}&iss={ISSUER}")
    assert provider.exchanges == []


def test_visits_of_nobody_write_nothing(desk: DeskUnderTest, provider: FakeProvider) -> None:
    written: list[str] = []
    sa_event.listen(desk.database.engine, "before_cursor_execute", lambda *about: written.append(about[2]))
    browser = desk.nobody()
    for path in (
        "/",
        "/auth/sign-in",
        "/auth/signed-out",
        "/nowhere",
        f"/auth/callback?code={CODE}&state=x",
        "/accounts",
    ):
        browser.client.get(path)
    browser.client.post("/language", data={"language": "en"})
    browser.client.post("/applications/new", data={"last_name": "Nowak"})
    assert [text for text in written if text.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert rows(desk.database, StaffSession) == []


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


def test_a_form_open_in_another_tab_survives_a_second_sign_in_of_the_same_person(
    desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = desk.nobody()
    come_back(browser, provider, begin(browser))
    form = browser.get(NEW)
    sent = browser.client.get("/auth/sign-in")
    come_back(browser, provider, asked(sent.headers["Location"]))
    assert browser.send(form, NEW, **typed(form)).status == 200
    assert count(desk.database) == 1


def test_what_is_typed_survives_a_session_that_was_cleaned_away(desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = desk.nobody()
    come_back(browser, provider, begin(browser))
    form = browser.get(NEW)
    with desk.database.transaction() as db:
        db.execute(sa.delete(StaffSession))
    page = browser.send(form, NEW, **typed(form))
    assert (page.status, page.form(NEW)["last_name"]) == (401, "Żółkiewski")
    come_back(browser, provider, begin(browser))
    assert browser.send(page, NEW).status == 200
    assert count(desk.database) == 1


def test_a_form_that_is_none_of_ours_is_not_shown_back(small_desk: DeskUnderTest) -> None:
    answer = small_desk.nobody().client.post(NEW, data={"csrf_token": "forged", "last_name": "<b>x</b>"})
    assert answer.status_code == 303


def test_a_form_left_open_is_worth_nothing_to_the_next_person(
    small_desk: DeskUnderTest, provider: FakeProvider
) -> None:
    browser = small_desk.nobody()
    page = timed_out_form(small_desk, provider, browser)
    wanted = begin(browser)
    come_back(browser, provider, wanted, provider.sign(provider.claims(wanted["nonce"], sub="subject-2")))
    assert browser.send(page, NEW).status == 400
    assert count(small_desk.database) == 0
