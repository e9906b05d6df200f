"""The whole journey on the real stack: a paper application at the counter becomes a customer's own password.

`make screenshots` keeps every page as a picture in `.artefacts/journey/`.
"""

import re
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.looking import press
from tests.browser.people import Customer, Person
from tests.local_stack import LocalStack, Stack
from tests.sink import mailed_password, text_of

pytestmark = [pytest.mark.browser, pytest.mark.live]
CLERK, APPROVER = "anna.zielinska", "maria.kaminska"
WEAK, OWN, LATER = "krótkie", "MojeHasło2026", "NoweHasło2027"


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


def record(stack: Stack, clerk: Person, customer: Customer, language: str = "pl") -> str:
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
    page.check(f"input[name=language][value={language}]")
    clerk.picture("form-filled", axe=True)
    page.click("button[name=open]")
    expect(page.locator("h1")).to_contain_text("Łucja Śmigielska-Żak")
    expect(page.locator("main")).to_contain_text("Czeka na zatwierdzenie")
    clerk.picture("recorded", axe=True)
    return page.url


def approve(stack: Stack, approver: Person, case: str, customer: Customer) -> None:
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


def first_login(stack: Stack, person: Person, customer: Customer, password: str) -> None:
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


def forget_and_reset(stack: Stack, person: Person, customer: Customer) -> None:
    """The customer logs out, forgets the password and sets a new one by the mailed link."""
    page = person.page
    page.goto(f"{stack.keycloak_url}/realms/ibok/protocol/openid-connect/logout")
    person.picture("log-out")
    press(page, "#kc-logout")
    person.picture("logged-out")
    page.goto(f"{stack.keycloak_url}/realms/ibok/account/")
    press(page, page.get_by_text("Zapomniałeś hasło?"))
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


def reset_link(stack: Stack, customer: Customer) -> str:
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
