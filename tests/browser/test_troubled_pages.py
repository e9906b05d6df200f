"""What people see when something is wrong, and what a clerk and an auditor see: the same promises as on every page."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy.exc import OperationalError
from werkzeug.serving import make_server

from provisioner import applications
from provisioner.database import Database
from provisioner.local.ports import free_ports
from provisioner.staff.roles import Role
from provisioner.web.gate.keycloak_awake import FOUND_AWAKE_COUNTS, Ask, Found
from provisioner.web.gate.staff_realm import KeycloakSilent
from provisioner.web.pages.language import COOKIE
from tests.browser.conftest import ServedDesk
from tests.browser.looking import keep_picture, violations
from tests.browser.samples import fill
from tests.browser.test_pages import Watched, faults
from tests.factories import NOW, member
from tests.web.desk import desk_over
from tests.web.provider import CODE, ISSUER, FakeProvider, asked

pytestmark = pytest.mark.browser
WINDOWS = [("pl", "light", 1280), ("en", "dark", 320)]


@contextmanager
def served(template: Path, folder: Path, ask: Ask = lambda: Found.READY, **settings: str) -> Iterator[ServedDesk]:
    """A desk of one test's own."""
    shutil.copy(template, folder / "desk.sqlite")
    database = Database(f"sqlite:///{folder / 'desk.sqlite'}")
    (port,) = free_ports(1)
    desk = desk_over(database, ask, desk_url=f"http://localhost:{port}", **settings)
    cases = fill(database)
    server = make_server("127.0.0.1", port, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield ServedDesk(desk, f"http://localhost:{port}", cases)
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()


@pytest.fixture
def own_desk(sqlite_template: Path, tmp_path: Path) -> Iterator[ServedDesk]:
    """A desk that a test may break, before a Keycloak that does not answer."""
    with served(sqlite_template, tmp_path, keycloak_url=f"http://localhost:{free_ports(1)[0]}") as desk:
        yield desk


@pytest.fixture(params=WINDOWS, ids=["-".join(map(str, each)) for each in WINDOWS])
def window(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[BrowserContext, str]]:
    """A browser window of one size and scheme, and the language of its person."""
    language, scheme, width = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="pl-PL")
    yield context, language
    context.close()


class Walk:
    """Goes from page to page in one window and judges each."""

    def __init__(self, context: BrowserContext, desk: ServedDesk, language: str) -> None:
        self.context, self.desk, self.language = context, desk, language
        self.page: Page = context.new_page()
        self.watched = Watched(self.page, language)
        self.page.on("pageerror", lambda error: self.watched.complaints.append(str(error)))
        self.page.on("console", lambda said: self._heard(said.text) if said.type == "error" else None)
        self.wrong: list[str] = []
        context.add_cookies([{"name": COOKIE, "value": language, "url": desk.url}])

    def _heard(self, text: str) -> None:
        self.watched.complaints.append(text)

    def open(self, name: str, path: str) -> None:
        """Open an address of the desk and judge what comes."""
        self.page.goto(self.desk.url + path)
        self.judge(name)

    def judge(self, name: str) -> None:
        """Judge the page that is open."""
        self.wrong += [f"{name}: {found}" for found in (*faults(self.watched), *violations(self.page))]
        keep_picture(self.page, f"screenshots/{name}-{self.language}")

    def send(self, name: str, wanted: str) -> None:
        """Press the button that saves and judge the page, which must say what is wanted."""
        self.page.locator("main form.entry .button-primary").click()
        self.page.wait_for_selector(wanted)
        self.judge(name)

    def case(self, name: str, suffix: str = "") -> str:
        """The address of one of the sample cases."""
        return f"/applications/{self.desk.cases[name]}{suffix}"


def test_a_clerk_and_an_auditor_get_sound_pages(own_desk: ServedDesk, window: tuple[BrowserContext, str]) -> None:
    context, language = window
    role = Role.CLERK if language == "pl" else Role.AUDITOR
    own_desk.sign_in(context, language, role)
    walk = Walk(context, own_desk, language)
    for name in ("waiting", "incomplete", "refused", "needs_attention", "expired"):
        walk.open(f"{role.value}-case-{name}", walk.case(name))
    walk.open(f"{role.value}-queue", "/")
    walk.open(f"{role.value}-accounts", "/accounts")
    walk.open(f"{role.value}-correction", walk.case("waiting", "/edit"))
    assert walk.wrong == []


def test_refusals_and_ends_are_sound_pages(own_desk: ServedDesk, window: tuple[BrowserContext, str]) -> None:
    context, language = window
    walk = Walk(context, own_desk, language)
    walk.open("sign-in-refused", "/auth/callback?code=x&state=again.never-asked")
    sent = context.request.get(f"{own_desk.url}/auth/sign-in", max_redirects=0)
    state = parse_qs(urlsplit(sent.headers["location"]).query)["state"][0]
    walk.open("keycloak-silent", f"/auth/callback?code=x&state={state}")
    walk.open("farewell", "/auth/signed-out")
    own_desk.sign_in(context, language, Role.AUDITOR)
    walk.open("forbidden", "/applications/new")
    own_desk.sign_in(context, language, Role.APPROVER)
    walk.open("no-such-page", "/nothing-here")
    walk.page.goto(own_desk.url + walk.case("own", "/edit"))
    own_desk.desk.clock.advance(minutes=31)
    walk.page.locator("main form.entry .button-primary").click()
    walk.page.wait_for_selector("form.steps")
    walk.judge("session-ended")
    assert walk.wrong == []


def test_a_login_without_the_second_factor_and_a_realm_without_it_are_sound_pages(
    sqlite_template: Path, tmp_path: Path, window: tuple[BrowserContext, str]
) -> None:
    context, language = window
    found = [Found.READY]
    with (
        served(sqlite_template, tmp_path, lambda: found[0], staff_otp="required") as desk,
        responses.RequestsMock(assert_all_requests_are_fired=False) as mock,
    ):
        provider = FakeProvider()
        provider.answer(mock)
        walk = Walk(context, desk, language)
        wanted = asked(context.request.get(f"{desk.url}/auth/sign-in", max_redirects=0).headers["location"])
        provider.token = provider.sign(provider.claims(wanted["nonce"], acr="1"))
        walk.open("no-second-factor", f"/auth/callback?code={CODE}&state={wanted['state']}&iss={ISSUER}")
        assert "realm apply" in walk.page.inner_text("main")
        found[0] = Found.WITHOUT_LEVEL
        walk.page.wait_for_timeout(FOUND_AWAKE_COUNTS * 1000)
        walk.open("realm-not-ready", "/")
        assert "realm apply" in walk.page.inner_text("main")
    assert walk.wrong == []


def test_what_was_typed_and_cannot_be_sent_stands_on_sound_pages(
    own_desk: ServedDesk, window: tuple[BrowserContext, str]
) -> None:
    context, language = window
    own_desk.sign_in(context, language, Role.APPROVER)
    walk = Walk(context, own_desk, language)
    walk.page.goto(own_desk.url + walk.case("waiting"))
    with own_desk.desk.database.transaction() as session:
        by, case = member(session, "Cezary Zych"), own_desk.cases["waiting"]
        applications.withdraw(session, case, revision=1, reason="Telefon klienta", by=by, at=NOW)
    walk.page.locator("details.decision").filter(has=walk.page.locator("#refuse_reason")).locator("summary").click()
    walk.page.fill("#refuse_reason", "Nieczytelna klauzula 2.\nOddzwonić do klienta po 15.00.")
    walk.page.locator("form:has(#refuse_reason) button").click()
    walk.page.wait_for_selector(".alert .kept")
    walk.judge("decision-late")
    walk.page.goto(f"{own_desk.url}/applications/new")
    _fill_paper(walk.page)
    walk.page.fill("#note", "Klient prosi o telefon po 15.00.")
    own_desk.desk.realm.roles = ["auditor"]
    own_desk.desk.clock.advance(minutes=2)
    walk.page.locator("main form.entry .button-primary").click()
    walk.page.wait_for_selector(".notice .kept")
    walk.judge("role-lost")
    assert walk.wrong == []


def test_conflicts_and_failures_are_sound_pages(own_desk: ServedDesk, window: tuple[BrowserContext, str]) -> None:
    context, language = window
    own_desk.sign_in(context, language, Role.APPROVER)
    walk = Walk(context, own_desk, language)
    other = context.new_page()
    for page in (walk.page, other):
        page.goto(own_desk.url + walk.case("own", "/edit"))
    other.locator("main form.entry .button-primary").click()
    other.wait_for_selector(".case-title")
    walk.send("edit-conflict", "#seen")
    own_desk.desk.realm.trouble = KeycloakSilent()
    walk.page.goto(own_desk.url + walk.case("waiting"))
    walk.page.locator("details.decision").filter(has=walk.page.locator("#refuse_reason")).locator("summary").click()
    walk.page.fill("#refuse_reason", "Nieczytelna klauzula 2.")
    walk.page.locator("form:has(#refuse_reason) button").click()
    walk.page.wait_for_selector(".alert")
    assert walk.page.input_value("#refuse_reason") == "Nieczytelna klauzula 2."
    walk.judge("decision-waits")
    own_desk.desk.realm.trouble = None
    own_desk.desk.break_writing(RuntimeError("x"))
    walk.page.goto(f"{own_desk.url}/applications/new")
    _fill_paper(walk.page)
    walk.send("failed", ".notice .mono")
    own_desk.desk.break_reading(OperationalError("x", {}, Exception("no answer")))
    walk.open("database-silent", "/")
    assert walk.wrong == []


def _fill_paper(page: Page) -> None:
    texts = {
        "received_on": "d", "customer_number": "107000", "first_name": "Jan", "last_name": "Kos", "street": "Polna 1",
        "postcode": "83-300", "town": "Kartuzy", "email": "jan@example.com", "email_again": "jan@example.com",
    }  # fmt: skip
    page.check("#channel-1")
    for name, text in texts.items():
        page.fill(f"#{name}", text)
    for answer in page.locator("fieldset.clause").all():
        answer.locator("input").first.check()
