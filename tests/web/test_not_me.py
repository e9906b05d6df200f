"""The page behind "it wasn't me": opening it never acts, pressing acts once, and nobody learns who exists."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from provisioner import office
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.staff.roles import Role
from provisioner.web.gate.pace import SO_MANY, Pace, pace_of
from provisioner.web.pages import not_me
from provisioner.web.public_face import create_public
from tests.reported import ADDRESS, linked, live, tokens, used
from tests.web.desk import COMPILED, Clock, DeskUnderTest, settings
from tests.web.page import Page, check
from tests.web.test_every_route import EXPECTED, routes

OURS = {
    "GET /not-me", "POST /not-me", "GET /not-me/told", "GET /form", "POST /form", "GET /form/<any(pl,en):code>.pdf",
    "GET /accessibility", "GET /static/<path:filename>", "GET /health/live",
    "GET /health/ready", "POST /csp-report",
}  # fmt: skip
KEEP, DISMISS = "/not-me/confirm", "/not-me/dismiss"


@dataclass
class Reader:
    """Somebody who reads a mailbox, with a browser."""

    app: Flask
    client: FlaskClient

    def get(self, path: str) -> Page:
        return self.page(self.client.get(path))

    def press(self, page: Page, **more: str) -> Page:
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        answer = self.client.post("/not-me", data=page.form("/not-me") | more, headers=headers)
        return self.get(answer.headers["Location"]) if answer.status_code == 303 else self.page(answer)

    def page(self, answer: object) -> Page:
        page = Page(answer, BeautifulSoup(answer.text, "html.parser"))  # type: ignore[arg-type,attr-defined]
        check(page)
        return page


def reader_of(database: Database) -> Reader:
    secretless = settings(secret_key=None, desk_client_secret=None, public_url=ADDRESS)
    app = create_public(secretless, database, clock=Clock())
    app.jinja_env.bytecode_cache = COMPILED
    return Reader(app, app.test_client())


@pytest.fixture
def reader(small_desk: DeskUnderTest) -> Reader:
    return reader_of(small_desk.database)


def status(desk: DeskUnderTest) -> AccountStatus:
    with desk.database.reading() as session:
        return session.scalars(sa.select(Account.status)).one()


def test_opening_says_what_the_button_does_and_changes_nothing(small_desk: DeskUnderTest, reader: Reader) -> None:
    token = linked(small_desk.database, live(small_desk.database))
    for _ in range(3):
        page = reader.get(f"/not-me?t={token}&lang=en")
        assert "We block the account at once" in page.main
        assert "Nothing has happened yet" in page.main
    assert reader.client.head(f"/not-me?t={token}").status_code == 200
    assert status(small_desk) is AccountStatus.ACTIVATED


def test_pressing_blocks_and_thanks_and_a_second_press_says_we_know(small_desk: DeskUnderTest, reader: Reader) -> None:
    page = reader.get(f"/not-me?t={linked(small_desk.database, live(small_desk.database))}")
    assert "To nie ja, zablokujcie konto" in page.main
    assert "Dziękujemy, już wiemy" in reader.press(page).main
    assert status(small_desk) is AccountStatus.BLOCKING
    again = reader.press(page)
    assert again.status == 404
    assert "już o tym wiemy" in again.main


def test_where_staff_decide_first_the_page_says_so(small_desk: DeskUnderTest, reader: Reader) -> None:
    with small_desk.database.transaction() as session:
        office.change(session, "block_on_not_me", "false")
    page = reader.get(f"/not-me?t={linked(small_desk.database, live(small_desk.database))}&lang=en")
    assert "block the account where that is needed" in page.main
    assert "at once" not in page.main
    reader.press(page)
    assert status(small_desk) is AccountStatus.ACTIVATED


def test_unknown_used_and_outdated_links_get_the_same_page(small_desk: DeskUnderTest, reader: Reader) -> None:
    account = live(small_desk.database)
    old = linked(small_desk.database, account, at=Clock().now.replace(year=2025))
    dead = [used(small_desk.database, account), old, *list(tokens())[:-1]]
    pages = {(page.status, page.main) for token in dead if (page := reader.get(f"/not-me?t={token}"))}
    sent = {
        (page.status, page.main) for t in dead if (page := reader.page(reader.client.post("/not-me", data={"t": t})))
    }
    assert len(pages) == 1
    assert sent == pages
    ((code, said),) = pages
    assert code == 404
    assert "Ten link już nie działa" in said
    assert account.login not in said


def test_the_language_is_the_mails_and_can_be_switched(small_desk: DeskUnderTest, reader: Reader) -> None:
    page = reader.get(f"/not-me?t={linked(small_desk.database, live(small_desk.database))}&lang=en")
    (switch,) = page.soup.select("header a")
    assert switch.get_text() == "Polski"
    polish = reader.get(str(switch["href"]))
    assert polish.soup.html
    assert (polish.soup.html["lang"], polish.has_form("/not-me")) == ("pl", True)
    told = reader.press(page)
    assert "Thank you, we know" in told.main


def test_nothing_of_the_address_leaves_the_page(small_desk: DeskUnderTest, reader: Reader) -> None:
    token = linked(small_desk.database, live(small_desk.database))
    with capture_logs() as lines:
        page = reader.get(f"/not-me?t={token}")
        reader.press(page)
        reader.press(page)
    headers = page.response.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers
    for tag in page.soup.find_all(["link", "script", "img"]):
        assert str(tag.get("href") or tag.get("src")).startswith("/static/")
    assert lines
    assert token not in str(lines)


def test_a_form_from_elsewhere_is_refused(small_desk: DeskUnderTest, reader: Reader) -> None:
    token = linked(small_desk.database, live(small_desk.database))
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}):
        assert reader.client.post("/not-me", data={"t": token}, headers=headers).status_code == 400
    assert status(small_desk) is AccountStatus.ACTIVATED


def test_whoever_tries_many_is_told_to_wait(reader: Reader) -> None:
    codes = [reader.client.get("/not-me?t=x").status_code for _ in range(SO_MANY + 1)]
    assert codes == [404] * SO_MANY + [429]
    other = reader.client.get("/not-me?t=x", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 404


def test_a_form_of_any_size_and_content_is_answered_with_a_page(reader: Reader) -> None:
    for data, code in (({"t": "x" * 2_000_000}, 413), ({"t": ["a", "b"]}, 400), ({"lang": "\x00"}, 404), ({}, 404)):
        page = reader.page(reader.client.post("/not-me", data=data))
        assert page.status == code
        assert page.soup.html
        assert page.soup.html["lang"] == "pl"


def test_after_a_minute_the_same_caller_comes_again() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    assert [pace.too_fast("a") for _ in range(SO_MANY + 1)] == [False] * SO_MANY + [True]
    now[0] = 61.0
    assert not pace.too_fast("a")


def test_the_face_has_these_addresses_and_none_of_the_staffs(reader: Reader) -> None:
    assert set(routes(reader.app)) == OURS
    assert pace_of(not_me.blueprint) in reader.app.extensions
    for route in set(EXPECTED) - OURS:
        method, path = route.split(" ")
        assert reader.client.open(path, method=method).status_code in (404, 405), route


def test_staff_see_the_report_everywhere_and_keep_the_block(desk: DeskUnderTest) -> None:
    account = live(desk.database)
    used(desk.database, account)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    listed = browser.get("/accounts")
    assert "1 report from a mail" in listed.text
    assert f"{account.case_number} Józef Żółkiewski" in listed.main
    page = browser.get(f"/applications/{account.case_id}")
    assert "Report from a mail: “it wasn't me”" in page.main
    assert "Keep the block" in page.main
    page = browser.send(page, KEEP)
    assert "The report is taken as right" in page.text
    assert not page.has_form(KEEP)
    assert "Barbara Lis took the report “it wasn't me” as right" in " ".join(page.main.replace("·", " ").split())
    assert "report from a mail" not in browser.get("/accounts").text


def test_dismissing_keeps_what_was_typed_until_there_is_a_reason(desk: DeskUnderTest) -> None:
    account = live(desk.database)
    used(desk.database, account)
    browser = desk.as_(Role.APPROVER)
    page = browser.send(browser.get(f"/applications/{account.case_id}"), DISMISS, dismiss_reason="x" * 2001)
    assert page.status == 400
    assert page.field_error("dismiss_reason")
    assert page.form(DISMISS)["dismiss_reason"] == "x" * 2001
    page = browser.send(page, DISMISS, dismiss_reason="Klient potwierdził przez telefon.")
    assert "The report is dismissed." in page.text
    late = browser.post(f"/applications/{account.case_id}{DISMISS}", data=browser.get("/").form("/language") | {
        "dismiss_reason": "Drugi raz"
    })  # fmt: skip
    assert late.status == 409
    assert "Drugi raz" in late.main


def test_a_clerk_sees_the_report_and_no_button(desk: DeskUnderTest) -> None:
    account = live(desk.database)
    used(desk.database, account)
    page = desk.as_(Role.CLERK).get(f"/applications/{account.case_id}")
    assert "Report from a mail" in page.main
    assert not page.has_form(KEEP)
