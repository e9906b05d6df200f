"""The whole journey on the real stack: a paper application at the counter becomes a customer's own password.

Every page is kept as a picture in `.artefacts/journey/`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.local_stack import LocalStack
from tests.sink import mailed_password, text_of

pytestmark = [pytest.mark.browser, pytest.mark.live]
SHOTS = Path(__file__).resolve().parents[2] / ".artefacts" / "journey"
CLERK, APPROVER = "anna.zielinska", "maria.kaminska"
WEAK, OWN, LATER = "krótkie", "MojeHasło2026", "NoweHasło2027"


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
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{next(self.numbers):02d}-{self.name}-{what}.png", full_page=True)
        if axe:
            found = Axe().run(self.page)
            assert not found.response["violations"], found.generate_report()

    def log_in(self, login: str, password: str) -> None:
        """Fill Keycloak's login page."""
        self.page.fill("#username", login)
        self.page.fill("#password", password)
        self.page.click("#kc-login")

    def set_password(self, password: str) -> None:
        """Fill Keycloak's page for a new password."""
        self.page.fill("#password-new", password)
        self.page.fill("#password-confirm", password)
        self.page.click("[type=submit]")


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


ROLES = ("clerk", "approver", "customer")


def test_from_paper_to_the_customers_own_password(
    local_stack: LocalStack, people: dict[str, Person], customer: Customer
) -> None:
    case = record(local_stack, people["clerk"], customer)
    approve(local_stack, people["approver"], case, customer)
    mail = local_stack.wait_for_mail(customer.email)
    password = mailed_password(mail)
    first_login(local_stack, people["customer"], customer, password)
    forget_and_reset(local_stack, people["customer"], customer)
    expect_active(people["approver"], case)


def record(stack: LocalStack, clerk: Person, customer: Customer) -> str:
    """The clerk signs in and keys in the paper; gives the address of the case."""
    page = clerk.page
    page.goto(stack.desk_url)
    clerk.picture("sign-in")
    clerk.log_in(CLERK, stack.staff_password(CLERK))
    expect(page.locator("h1")).to_be_visible()
    clerk.picture("queue", axe=True)
    page.goto(f"{stack.desk_url}/applications/new")
    page.click("button[name=open]")
    expect(page).to_have_title(re.compile("^Błąd:"))
    clerk.picture("every-field-missing", axe=True)
    page.get_by_label("w BOK", exact=True).check()
    page.fill("#received_on", "d")
    page.fill("#customer_number", customer.number)
    page.check("#customer_kind-0")
    page.check("#filed_by-0")
    for name, value in {
        "first_name": "Łucja", "last_name": "Śmigielska-Żak", "street": "ul. Wodna 3", "postcode": "83300",
        "town": "Kartuzy", "email": customer.email, "email_again": customer.email, "phone": "601 234 567",
    }.items():  # fmt: skip
        page.fill(f"#{name}", value)
    for clause in page.locator("input[type=radio][name^='clause-'][value=accepted]").all():
        clause.check()
    page.check("input[name=regulamin_signed][value=yes]")
    page.check("input[name=copy_handed]")
    page.check("input[name=language][value=pl]")
    clerk.picture("form-filled", axe=True)
    page.click("button[name=open]")
    expect(page.locator("h1")).to_contain_text("Łucja Śmigielska-Żak")
    expect(page.locator("main")).to_contain_text("Czeka na zatwierdzenie")
    clerk.picture("recorded", axe=True)
    return page.url


def approve(stack: LocalStack, approver: Person, case: str, customer: Customer) -> None:
    """Another person approves."""
    page = approver.page
    page.goto(case)
    approver.log_in(APPROVER, stack.staff_password(APPROVER))
    what_follows = f"Po zatwierdzeniu powstanie konto {customer.number}, a hasło trafi na {customer.email}"
    expect(page.locator("main")).to_contain_text(what_follows)
    approver.picture("case", axe=True)
    page.get_by_role("button", name="Zatwierdź i załóż konto").click()
    expect(page.locator("main")).to_contain_text(customer.number)
    approver.picture("approved", axe=True)


def first_login(stack: LocalStack, person: Person, customer: Customer, password: str) -> None:
    """The customer logs in with the mail and sets a password; a weak one is refused in Polish first."""
    page = person.page
    mail = text_of(stack.wait_for_mail(customer.email))
    address = re.search(r"http\S+/account/", mail)
    assert address
    page.goto(address[0])
    expect(page.locator("#username")).to_be_visible()
    person.picture("login")
    person.log_in(customer.number, "zle-haslo-1")
    expect(page.locator("body")).to_contain_text("Nieprawidłow")
    person.picture("wrong-password")
    person.log_in(customer.number, password)
    expect(page.locator("#password-new")).to_be_visible()
    person.picture("must-change-password")
    person.set_password(WEAK)
    expect(page.locator("body")).to_contain_text("Hasło jest za krótkie")
    person.picture("weak-password")
    person.set_password(password)
    expect(page.locator("#password-new")).to_be_visible()
    person.picture("temporary-password-again")
    person.set_password(OWN)
    page.wait_for_url(re.compile("/account"))
    expect(page.get_by_text(customer.email).or_(page.locator("#username"))).to_be_visible()
    person.picture("account-console")


def forget_and_reset(stack: LocalStack, person: Person, customer: Customer) -> None:
    """The customer logs out, forgets the password and sets a new one by the mailed link."""
    page = person.page
    page.goto(f"{stack.keycloak_url}/realms/ibok/protocol/openid-connect/logout")
    person.picture("log-out")
    page.click("#kc-logout")
    person.picture("logged-out")
    page.goto(f"{stack.keycloak_url}/realms/ibok/account/")
    page.get_by_text("Zapomniałeś hasło?").click()
    person.picture("forgotten")
    page.fill("#username", customer.number)
    page.click("[type=submit]")
    expect(page.locator("body")).to_contain_text("e-mail")
    person.picture("link-sent")
    page.goto(reset_link(stack, customer))
    expect(page.locator("#password-new")).to_be_visible()
    person.picture("new-password")
    person.set_password(LATER)
    person.picture("after-reset")
    page.goto("about:blank")  # Keycloak's pages watch their cookies and would reload themselves meanwhile.
    person.context.clear_cookies()
    page.goto(f"{stack.keycloak_url}/realms/ibok/account/")
    person.log_in(customer.number, LATER)
    page.wait_for_url(re.compile("/account"))
    expect(page.get_by_text(customer.email).or_(page.locator("#username"))).to_be_visible()


def reset_link(stack: LocalStack, customer: Customer) -> str:
    """The link in the newest mail that has one; a notice of the changed password arrives as well."""
    for number in count(2):
        if link := re.search(r"http\S+action-token\S+", text_of(stack.wait_for_mail(customer.email, count=number))):
            return link[0]
    raise AssertionError


def expect_active(approver: Person, case: str) -> None:
    """The desk notices that the customer has an own password."""
    for _ in range(30):
        approver.page.goto(case)
        if approver.page.get_by_text("Aktywne").count() or approver.page.get_by_text("aktywne").count():
            break
        approver.page.wait_for_timeout(2000)
    else:
        pytest.fail("the desk never noticed the first login")
    approver.picture("active", axe=True)
