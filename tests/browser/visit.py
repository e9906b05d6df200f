"""A customer with a browser: every page opened is judged by eyes, keyboard and screen reader, and kept as a picture."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as PatienceOver

from tests.applied_realms import AppliedRealms, customer
from tests.browser.looking import keep_picture, violations

TEMPORARY = "abcd2345efgh6789"
ENGLISH = re.compile(r"\b(the|your|you|please|password|invalid|update|back|sign|account|email)\b", re.IGNORECASE)
VARIANTS: dict[str, tuple[str, Literal["light", "dark"], int]] = {
    "pl-light-1280": ("pl", "light", 1280), "pl-dark-320": ("pl", "dark", 320), "en-light-320": ("en", "light", 320),
}  # fmt: skip
CONTROLS = """() => [...document.querySelectorAll("a[href], button, select, input:not([type=hidden])")]
  .filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}) && !e.closest("[aria-hidden=true]"))
  .map((e, n) => { e.dataset.control = n; return e.outerHTML.slice(0, 90); })"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return [e.dataset.control ?? "", s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2]; }"""


@dataclass
class Visit:
    """One customer with one browser, and what was found wrong so far."""

    context: BrowserContext
    page: Page
    realms: AppliedRealms
    login: str
    language: str
    width: int
    name: str
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def realm(self) -> str:
        """The realm's address."""
        return f"{self.realms.settings.keycloak_url}/realms/{self.realms.customers.name}"

    @property
    def email(self) -> str:
        """The customer's address."""
        return f"{self.login}@example.com"

    def look(self, what: str) -> None:
        """Judge the page that is open now and keep a picture of it."""
        self.page.wait_for_load_state("load")
        with suppress(PatienceOver):  # The account console may go on asking; by then it is whole.
            self.page.wait_for_load_state("networkidle", timeout=10_000)
        keep_picture(self.page, f"customer-pages/{what.replace(' ', '-')}.{self.name}")
        self.seen.append(what)
        self.faults += [f"{what}: {found}" for found in violations(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth") > self.width:
            self.faults.append(f"{what}: wider than the window")
        self._read(what)
        self._walk_by_keyboard(what)

    def _read(self, what: str) -> None:
        words = self.page.inner_text("main")
        if self.language == "pl" and (english := ENGLISH.search(words)):
            self.faults.append(f"{what}: English: {words[max(0, english.start() - 30) : english.end() + 30]}")
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        self.faults += [f"{what}: says twice: {a}" for a, b in pairwise(lines) if a == b]

    def _walk_by_keyboard(self, what: str) -> None:
        """The Tab key reaches everything that can be used, and shows where it is."""
        missed = dict(enumerate(self.page.evaluate(CONTROLS)))
        for _ in range(2 * len(missed) + 5):
            if not missed:
                break
            self.page.keyboard.press("Tab")
            control, visible = self.page.evaluate(FOCUSED)
            name = missed.pop(int(control), "") if control else ""
            if name and not visible:
                self.faults.append(f"{what}: no visible focus: {name}")
        self.faults += [f"{what}: not reached by keyboard: {name}" for name in missed.values()]

    def open_login(self) -> None:
        """The login page on the way to the account console."""
        self.page.goto(f"{self.realm}/account/")
        self.page.wait_for_selector("#username")

    def forget_cookies(self) -> None:
        """Be another browser from now on; Keycloak's pages watch their cookies and reload themselves otherwise."""
        self.page.goto("about:blank")
        self.context.clear_cookies()

    def send(self, **fields: str) -> None:
        """Fill in fields by id and send the form."""
        for name, value in fields.items():
            self.page.fill(f"#{name.replace('_', '-')}", value)
        with self.page.expect_navigation():
            self.page.click("main [type=submit]")


def made(realms: AppliedRealms, login: str, language: str) -> None:
    """A new customer before the first login."""
    body = customer(login)
    body["attributes"]["locale"] = [language]
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    assert realms.as_provisioner().post(users, json=body, timeout=30).status_code == 201


@pytest.fixture(scope="module")
def windows(chromium: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One for each variant: Keycloak's account console is large, and only a window that stays has read it before."""
    contexts = {
        name: chromium.new_context(
            locale=language, color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        for name, (language, scheme, width) in VARIANTS.items()
    }
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture(params=VARIANTS)
def visit(
    request: pytest.FixtureRequest, windows: dict[str, BrowserContext], applied_realms: AppliedRealms
) -> Iterator[Visit]:
    """A new customer before the first login, one for each test, in a window that knows nobody."""
    language, _, width = VARIANTS[request.param]
    login = f"{request.function.__name__.removeprefix('test_')[:30]}-{language}-{width}"
    made(applied_realms, login, language)
    context = windows[request.param]
    context.clear_cookies()
    page = context.new_page()
    yield Visit(context, page, applied_realms, login, language, width, request.param)
    page.close()
