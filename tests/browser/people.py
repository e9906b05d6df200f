"""People with a browser of their own, for journeys over the real stack; what they see is kept as pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import keep_picture, press, violations
from tests.keycloak_server import one_at_a_time

ROLES = ("clerk", "approver", "customer")


@dataclass
class Person:
    """Somebody with a browser of their own."""

    context: BrowserContext
    name: str
    numbers: Iterator[int]
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()

    def picture(self, what: str, axe: bool = False) -> None:
        """Keep what this person sees now; pages of our own must be clean for axe."""
        keep_picture(self.page, f"journey/{next(self.numbers):02d}-{self.name}-{what}")
        if axe:
            assert list(violations(self.page)) == []

    def log_in(self, login: str, password: str) -> None:
        """Fill Keycloak's login page; of two right passwords at one moment it refuses one (docs/known-limits.md)."""
        with one_at_a_time(f"sign-in-{login}"):
            self.page.fill("#username", login)
            self.page.fill("#password", password)
            press(self.page, "#kc-login")

    def set_password(self, password: str) -> None:
        """Fill Keycloak's page for a new password."""
        self.page.fill("#password-new", password)
        self.page.fill("#password-confirm", password)
        press(self.page, "[type=submit]")


@dataclass(frozen=True)
class Customer:
    """A customer nobody else in the tests is."""

    number: str
    email: str


@pytest.fixture
def customer() -> Customer:
    number = f"77{uuid4().int % 10**6:06d}"
    return Customer(number, f"k{number}@example.com")


@pytest.fixture
def people(chromium: Browser) -> Iterator[dict[str, Person]]:
    """A clerk, an approver and a customer, each in a browser of their own."""
    numbers = count(1)
    contexts = {name: chromium.new_context(locale="pl-PL", timezone_id="Europe/Warsaw") for name in ROLES}
    yield {name: Person(context, name, numbers) for name, context in contexts.items()}
    for context in contexts.values():
        context.close()
