"""What every answer keeps to, whatever it is about: headers, cookies, characters, bounds (ASVS 3, 4, 13.4)."""

import pytest
from flask import make_response, request
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.utilities import BadRequest, ServerNotImplemented

from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import vouched

ANYWHERE = ["/", "/nothing", "/static/desk.js", "/health/live", "/auth/signed-out", "/applications/new"]
PAGES = ["/", "/accounts", "/applications/new", "/calendar", "/search"]
A_YEAR = 31_536_000


def test_the_headers_say_it_on_pages_files_and_errors(small_desk: DeskUnderTest) -> None:
    foreign = {"Origin": "https://evil.example"}
    clerk = small_desk.as_(Role.CLERK)
    for path in ANYWHERE:
        said = clerk.client.get(path, headers=foreign, buffered=True).headers
        age, _, more = said["Strict-Transport-Security"].removeprefix("max-age=").partition("; ")
        assert (int(age) >= A_YEAR, more) == (True, "includeSubDomains"), path
        assert said["X-Content-Type-Options"] == "nosniff", path
        assert said["Referrer-Policy"] in ("same-origin", "no-referrer"), path
        assert said["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert not [name for name, _ in said if name.lower().startswith("access-control")], path
        policy = dict(part.split(" ", 1) for part in said["Content-Security-Policy"].split("; "))
        for name in ("default-src", "object-src", "base-uri", "frame-ancestors"):
            assert policy[name] == "'none'", f"{path}: {name}"
        sources = ("script-src", "style-src", "img-src", "font-src", "connect-src")
        assert {policy[name] for name in sources} == {"'self'"}, path


def test_every_text_says_its_characters(small_desk: DeskUnderTest) -> None:
    clerk = small_desk.as_(Role.CLERK)
    for path in (*ANYWHERE, "/static/desk.css", "/health/ready", "/accessibility"):
        answer = clerk.client.get(path, buffered=True)
        assert (answer.mimetype or "").startswith("text/"), path
        assert answer.headers["Content-Type"].endswith("; charset=utf-8"), path
        assert answer.get_data().decode("utf-8"), path


def test_over_tls_every_cookie_is_shut_and_those_that_let_in_are_bound_to_the_host(small_desk: DeskUnderTest) -> None:
    at = "https://desk.example.com"
    secure = desk_over(small_desk.database, desk_url=at, keycloak_url="https://login.example.com")
    with secure.app.test_request_context("/language", base_url=at, method="POST", data={"language": "en"}):
        chosen = make_response(secure.app.view_functions["language.choose"]())
        session = secure.app.session_interface.open_session(secure.app, request)
        assert session is not None
        session["staff"] = {"id": str(secure.staff_id("Anna")), "name": "Anna"}
        vouched(secure.app, session, [Role.CLERK])
        signed_in = secure.app.response_class()
        secure.app.session_interface.save_session(secure.app, session, signed_in)
    begun = secure.app.test_client().get("/auth/sign-in", base_url=at)
    cookies = [cookie for one in (signed_in, chosen, begun) for cookie in one.headers.getlist("Set-Cookie")]
    names = [cookie.partition("=")[0] for cookie in cookies]
    assert names[:-1] == ["__Host-desk", "desk-language"]
    assert names[-1].startswith("__Host-desk-in-")
    for cookie in cookies:
        for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert word in cookie.split("; "), cookie
        assert "Domain" not in cookie


def test_the_way_out_stands_on_every_page(small_desk: DeskUnderTest) -> None:
    clerk = small_desk.as_(Role.CLERK)
    for path in PAGES:
        assert clerk.get(path).has_form("/auth/sign-out"), path


def test_no_folder_is_listed(small_desk: DeskUnderTest) -> None:
    for path in ("/static/", "/static/fonts/", "/static/../", "/.git/config"):
        assert small_desk.as_(Role.CLERK).client.get(path).status_code == 404, path


def test_a_debug_switch_in_the_environment_changes_nothing(
    small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    debugged = desk_over(small_desk.database)
    browser = debugged.as_(Role.CLERK)
    debugged.break_reading(RuntimeError("told to nobody"))
    page = browser.get("/")
    assert page.status == 500
    assert page.soup.find(class_="mono")
    assert "told to nobody" not in page.text
    assert "Traceback" not in page.text


def bounds(*lines: str) -> HTTPRequestParser:
    """What the server makes of a head that says twice, or oddly, where its body ends."""
    read = HTTPRequestParser(Adjustments())
    read.received("\r\n".join(("POST /csp-report HTTP/1.1", "Host: localhost", *lines, "", "")).encode())
    return read


def test_a_message_with_two_lengths_is_refused_or_read_in_chunks() -> None:
    both = bounds("Content-Length: 5", "Transfer-Encoding: chunked")
    assert (both.chunked, both.content_length) == (True, 0), "the length counts for nothing beside chunks"
    odd = {
        ("Transfer-Encoding: chunked, identity",): ServerNotImplemented,
        ("Transfer-Encoding: xchunked",): ServerNotImplemented,
        ("Content-Length: 5", "Content-Length: 6"): BadRequest,
        ("Content-Length: +5",): BadRequest,
        ("Content-Length : 5",): BadRequest,
    }
    for lines, refusal in odd.items():
        assert isinstance(bounds(*lines).error, refusal), lines
