"""Every page a customer meets, in Chromium: clean for axe, whole at 320 px, no English on a Polish page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.applied_realms import AppliedRealms, customer
from tests.sink import Sink, text_of

pytestmark = [pytest.mark.live, pytest.mark.browser]
PICTURES = Path(__file__).resolve().parents[2] / ".artefacts" / "customer-pages"
TEMPORARY = "abcd2345efgh6789"
ENGLISH = re.compile(r"\b(the|your|you|please|password|invalid|update|back|sign|account|email)\b", re.IGNORECASE)
VARIANTS = [("pl", "light", 1280), ("pl", "dark", 320), ("en", "light", 320)]


@dataclass
class Visit:
    """One customer with one browser, and what was found wrong so far."""

    context: BrowserContext
    page: Page
    realm: str
    login: str
    language: str
    width: int
    name: str
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def look(self, what: str) -> None:
        """Judge the page that is open now and keep a picture of it."""
        self.page.wait_for_load_state("networkidle")
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self.name}-{len(self.seen):02}-{what}.png", full_page=True)
        self.seen.append(what)
        found = Axe().run(self.page).response["violations"]
        self.faults += [f"{what}: {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
        if self.page.evaluate("document.documentElement.scrollWidth") > self.width:
            self.faults.append(f"{what}: wider than the window")
        words = self.page.inner_text("main")
        if self.language == "pl" and (english := ENGLISH.search(words)):
            self.faults.append(f"{what}: English: {words[max(0, english.start() - 30) : english.end() + 30]}")

    def send(self, **fields: str) -> None:
        """Fill in fields by id and send the form."""
        for name, value in fields.items():
            self.page.fill(f"#{name.replace('_', '-')}", value)
        with self.page.expect_navigation():
            self.page.click("main [type=submit]")


@pytest.fixture(params=VARIANTS, ids=["-".join(map(str, each)) for each in VARIANTS])
def visit(request: pytest.FixtureRequest, chromium: Browser, applied_realms: AppliedRealms) -> Iterator[Visit]:
    """A new customer before the first login."""
    language, scheme, width = request.param
    name = f"{language}-{scheme}-{width}"
    body = customer(f"walk-{name}")
    body["attributes"]["locale"] = [language]
    users = f"{applied_realms.settings.keycloak_url}{applied_realms.customers.path('users')}"
    assert applied_realms.as_provisioner().post(users, json=body, timeout=30).status_code == 201
    context = chromium.new_context(
        locale=language, color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    realm = f"{applied_realms.settings.keycloak_url}/realms/{applied_realms.customers.name}"
    yield Visit(context, context.new_page(), realm, f"walk-{name}", language, width, name)
    context.close()


def test_every_page_a_customer_can_reach(visit: Visit, realm_mails: Sink) -> None:
    log_in_for_the_first_time(visit)
    look_around_the_account(visit)
    forget_the_password(visit, realm_mails)
    lose_the_way(visit)
    assert len(visit.seen) == 17
    assert visit.faults == []


def log_in_for_the_first_time(visit: Visit) -> None:
    visit.page.goto(f"{visit.realm}/account/")
    visit.page.wait_for_selector("#username")
    visit.look("login")
    visit.send(username=visit.login, password="definitely-wrong-1")
    visit.look("wrong password")
    visit.send(username=visit.login, password=TEMPORARY)
    visit.look("set a password")
    visit.send(password_new="abc1", password_confirm="abc1")
    visit.look("too short")
    visit.page.fill("#password-new", "zażółć12")
    assert visit.page.locator("#password-rules [data-met]").count() == 3
    visit.send(password_new="zażółć12", password_confirm="other")
    visit.look("not the same")
    visit.send(password_new="zażółć12", password_confirm="zażółć12")


def look_around_the_account(visit: Visit) -> None:
    visit.page.wait_for_selector("main h1")
    visit.look("account")
    for path in ("signing-in", "device-activity"):
        visit.page.goto(f"{visit.realm}/account/account-security/{path}")
        visit.page.wait_for_selector("main h1")
        visit.look(path)
    visit.page.goto(f"{visit.realm}/protocol/openid-connect/logout?client_id=account-console")
    visit.look("log out?")
    visit.send()
    visit.look("logged out")


def forget_the_password(visit: Visit, mails: Sink) -> None:
    visit.page.goto(f"{visit.realm}/login-actions/reset-credentials?client_id=account-console")
    visit.page.wait_for_selector("#username")
    visit.look("forgotten password")
    visit.send(username=visit.login)
    visit.look("mail sent")
    (mail,) = mails.to(f"{visit.login}@example.com")
    link = re.findall(r"http\S+action-token\S+", text_of(mail))[0]
    visit.context.clear_cookies()
    visit.page.goto(link)
    visit.look("from the link")
    visit.send(password_new="źdźbło777", password_confirm="źdźbło777")
    visit.look("saved")
    visit.context.clear_cookies()
    visit.page.goto(link)
    visit.look("link used twice")


def lose_the_way(visit: Visit) -> None:
    visit.page.goto(f"{visit.realm}/protocol/openid-connect/auth?client_id=nowhere&ui_locales={visit.language}")
    visit.look("unknown service")
    visit.page.goto(f"{visit.realm}/login-actions/authenticate")
    visit.look("no cookie")
