"""Requests from elsewhere, foreign hosts, failures: refused or told, never more (ASVS 3, 4, 16.5)."""

import json

import pytest
from sqlalchemy.exc import OperationalError

from provisioner.staff.roles import Role
from tests.factories import PAPER
from tests.web.desk import DESK_URL, KEYCLOAK_URL, DeskUnderTest, desk_over
from tests.web.rows import count
from tests.web.test_intake import NEW, typed


def test_every_header_stands_on_pages_files_and_errors(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    for path in (
        "/",
        "/nothing",
        "/static/desk.js",
        "/static/nothing.js",
        "/health/live",
        "/health/ready",
        "/auth/signed-out",
    ):
        page = browser.get(path)
        policy = page.response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert f"form-action 'self' {KEYCLOAK_URL};" in policy
        assert "frame-ancestors 'none'" in policy


def test_only_files_with_their_fingerprint_are_kept_by_the_browser(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get("/")
    assert page.response.headers["Cache-Control"] == "no-store"
    style = page.soup.find("link", rel="stylesheet")
    assert style
    assert "immutable" in browser.get(str(style["href"])).response.headers["Cache-Control"]
    assert browser.get("/static/desk.js?v=old").response.headers["Cache-Control"] == "no-cache"


def test_a_foreign_host_is_refused(small_desk: DeskUnderTest) -> None:
    answer = small_desk.app.test_client().get("/health/live", base_url="http://evil.example")
    assert answer.status_code == 400


def test_forwarding_headers_count_for_nothing_without_a_proxy(small_desk: DeskUnderTest) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"}
    assert small_desk.app.test_client().get("/health/live", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
     {"Origin": "null"}],
)  # fmt: skip
def test_a_form_sent_from_elsewhere_saves_nothing(small_desk: DeskUnderTest, headers: dict[str, str]) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    answer = browser.post(NEW, data=page.form(NEW) | typed(page), headers=headers)
    assert answer.status == 400
    assert count(small_desk.database) == 0


def test_a_form_of_our_own_page_is_taken(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    headers = {"Origin": DESK_URL, "Sec-Fetch-Site": "same-origin"}
    assert browser.post(NEW, data=page.form(NEW) | typed(page), headers=headers).status == 200
    assert count(small_desk.database) == 1


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_form_without_its_token_saves_nothing_and_says_what_to_do(small_desk: DeskUnderTest, token: str) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    answer = browser.post(NEW, data=page.form(NEW) | typed(page) | {"csrf_token": token})
    assert answer.status == 400
    assert "The page was open too long" in answer.main
    assert count(small_desk.database) == 0


def test_the_token_of_another_session_is_worth_nothing(small_desk: DeskUnderTest) -> None:
    stranger = small_desk.as_(Role.CLERK, name="Celina").get(NEW).form(NEW)["csrf_token"]
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    assert browser.post(NEW, data=page.form(NEW) | typed(page) | {"csrf_token": stranger}).status == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_methods_nobody_needs_are_refused(small_desk: DeskUnderTest, method: str) -> None:
    answer = small_desk.as_(Role.CLERK).client.open("/", method=method, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 405


def test_a_failure_shows_a_number_and_logs_no_word_of_what_was_typed(
    small_desk: DeskUnderTest, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.get(NEW)
    small_desk.break_writing(RuntimeError("Żółkiewski"))
    answer = browser.send(page, NEW, **typed(page))
    assert answer.status == 500
    number = answer.soup.find(class_="mono").get_text()  # type: ignore[union-attr]
    said = capsys.readouterr()
    assert number in said.out
    for value in (*PAPER.values(), "Żółkiewski"):
        assert len(value) < 6 or value not in said.out + said.err


def test_a_silent_database_is_a_page_that_says_try_again(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    small_desk.break_reading(OperationalError("x", {}, Exception("no answer")))
    page = browser.get("/")
    assert page.status == 503
    assert "The database does not answer" in page.text or "Baza danych nie odpowiada" in page.text


def test_the_language_is_switched_and_kept(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.send(browser.get("/calendar"), "/language", language="pl")
    assert page.response.request.path == "/calendar"
    assert "Kalendarz" in page.main
    assert browser.get("/").soup.find("html", lang="pl")


def test_a_broken_policy_is_logged_without_the_page(
    small_desk: DeskUnderTest, capsys: pytest.CaptureFixture[str]
) -> None:
    report = {"violated-directive": "script-src", "blocked-uri": "inline", "document-uri": "/applications/secret"}
    client = small_desk.app.test_client()
    answer = client.post("/csp-report", data=json.dumps({"csp-report": report}))
    assert answer.status_code == 204
    assert "secret" not in capsys.readouterr().out
    assert client.post("/csp-report", data="x" * 9000).status_code == 413
    assert client.post("/csp-report", data="[]").status_code == 400


def test_a_form_signed_with_an_earlier_key_stays_good_while_the_key_is_exchanged(small_desk: DeskUnderTest) -> None:
    old = small_desk.app.config["SECRET_KEY"].replace(",", ";")
    before = desk_over(small_desk.database, secret_key=old)
    browser = before.as_(Role.CLERK)
    page = browser.get(NEW)
    for fallbacks, status in ((None, 400), (old, 200)):
        after = desk_over(small_desk.database, secret_key="n" * 40, secret_key_fallbacks=fallbacks)
        other = after.nobody()
        cookie = browser.client.get_cookie("desk-8700")
        assert cookie
        other.client.set_cookie(cookie.key, cookie.value)
        assert other.send(page, NEW, **typed(page)).status == status
