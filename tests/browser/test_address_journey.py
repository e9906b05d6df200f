"""A wrong address found at the counter, on the real stack: the password dies, the right mailbox gets another (R5).

Staff have no mouse. `make screenshots` keeps every page as a picture in `.artefacts/journey/`.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import keyboard
from tests.browser.people import Customer, Person
from tests.browser.test_journey import OWN, approve, record
from tests.local_stack import LocalStack
from tests.sink import mailed_password

pytestmark = [pytest.mark.browser, pytest.mark.live]
WORDS = {
    "pl": {
        "propose": "Zaproponuj korektę adresu e-mail", "keyed": "pomyłka przy wpisywaniu", "send": "Zaproponuj korektę",
        "proposed": "Proponowany adres", "confirm": "Potwierdź propozycję", "refused": "Nieprawidłow",
    },
    "en": {
        "propose": "Propose a correction of the e-mail address", "keyed": "keyed wrongly",
        "send": "Propose the correction", "proposed": "Proposed address", "confirm": "Confirm the proposal",
        "refused": "Nieprawidłow",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", list(WORDS))
def test_r5_a_wrong_address_found_at_the_counter_is_corrected_by_two_people(
    local_stack: LocalStack, people: dict[str, Person], customer: Customer, language: str
) -> None:
    words, clerk, approver, right = WORDS[language], people["clerk"], people["approver"], f"right.{customer.email}"
    case = record(local_stack, clerk, customer)
    approve(local_stack, approver, case, customer)
    wrong = mailed_password(local_stack.wait_for_mail(customer.email))
    for person in (clerk, approver):
        person.context.add_cookies([{"name": "desk-language", "value": language, "url": local_stack.desk_url}])
    propose(clerk, case, right, words)
    confirm(approver, case, right, words)
    password = mailed_password(local_stack.wait_for_mail(right))
    assert password != wrong
    person = people["customer"]
    person.page.goto(f"{local_stack.keycloak_url}/realms/ibok/account/")
    person.log_in(customer.number, wrong)
    expect(person.page.locator("body")).to_contain_text(words["refused"])
    person.picture("former-password")
    person.log_in(customer.number, password)
    person.set_password(OWN)
    person.page.wait_for_url(re.compile("/account"))


def propose(clerk: Person, case: str, right: str, words: dict[str, str]) -> None:
    """The customer stands at the counter with the paper; the clerk compares and types the address again."""
    page = clerk.page
    page.goto(case)
    keyboard.press(page.get_by_role("link", name=words["propose"]))
    keyboard.fill(page.locator("#email"), right)
    keyboard.fill(page.locator("#email_again"), right)
    keyboard.choose(page.get_by_label(words["keyed"], exact=True))
    clerk.picture("address-proposed", axe=True)
    keyboard.press(page.get_by_role("button", name=words["send"]))
    expect(page.locator("main")).to_contain_text(words["proposed"])


def confirm(approver: Person, case: str, right: str, words: dict[str, str]) -> None:
    """Somebody else compares with the paper, too."""
    page = approver.page
    page.goto(case)
    keyboard.tick(page.locator("#compared"))
    approver.picture("address-compared", axe=True)
    keyboard.press(page.get_by_role("button", name=words["confirm"]))
    expect(page.locator("main")).to_contain_text(right)
