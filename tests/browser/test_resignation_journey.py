"""A resignation on the real stack, from the paper to the confirmation, in both languages (R8), and without a mouse.

`make screenshots` keeps every page as a picture in `.artefacts/journey/`.
"""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import keyboard
from tests.browser.people import Customer, Person
from tests.browser.test_journey import approve, record
from tests.local_stack import LocalStack, environment, provisioner
from tests.sink import mailed_password, text_of

pytestmark = [pytest.mark.browser, pytest.mark.live]
WORDS = {
    "pl": {
        "end": "Zarejestruj zamknięcie konta", "post": "pocztą", "customer": "klient", "ground": "rezygnacja klienta",
        "yes": "tak", "save": "Zapisz wniosek", "approve": "Zatwierdź i zamknij konto",
        "undo": "Cofnij zamknięcie…",
        "undone": "Cofnij zamknięcie", "until": "Można to cofnąć do końca dnia",
        "deleted": "jego loginu nie dostanie nikt",
        "active": "Dane wysłane", "mail": "możesz na piśmie poprosić o cofnięcie", "gone": "Konto zostało usunięte.",
        "letter": "Potwierdzenie (PDF)",
    },
    "en": {
        "end": "Record the end of the account", "post": "by post", "customer": "the customer",
        "ground": "the customer resigns", "yes": "yes", "save": "Save the application",
        "approve": "Approve and close the account", "undo": "Undo the closing…", "undone": "Undo the closing",
        "until": "It can be taken back until the end of", "deleted": "nobody else ever gets its login",
        "active": "Login details sent", "mail": "you can ask us in writing to", "gone": "The account is deleted.",
        "letter": "Confirmation (PDF)",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", list(WORDS))
def test_r8_from_the_resignation_to_its_confirmation(
    local_stack: LocalStack,
    people: dict[str, Person],
    customer: Customer,
    language: str,
) -> None:
    words, clerk, approver = WORDS[language], people["clerk"], people["approver"]
    case = record(local_stack, clerk, customer, language)
    approve(local_stack, approver, case, customer)
    password = mailed_password(local_stack.wait_for_mail(customer.email))
    for person in (clerk, approver):
        person.context.add_cookies([{"name": "desk-language", "value": language, "url": local_stack.desk_url}])
    first = resign(clerk, approver, case, customer, words)
    told = text_of(local_stack.wait_for_mail(customer.email, count=2))
    assert words["mail"] in told
    refused(local_stack, people["customer"], customer, password)
    waited_for(approver, first, words["until"])
    approver.picture(f"closing-{language}", axe=True)
    assert approver.context.request.get(letter(approver, words)).headers["content-type"] == "application/pdf"
    undo(approver, words)
    waited_for(approver, case, words["active"])
    set_delay(local_stack, "0")
    try:
        second = resign(clerk, approver, case, customer, words)
        waited_for(approver, second, words["deleted"])
    finally:
        set_delay(local_stack, "14")
    approver.picture(f"deleted-{language}", axe=True)
    assert words["gone"] in text_of(local_stack.wait_for_mail(customer.email, count=4))
    assert approver.context.request.get(letter(approver, words)).ok


def resign(clerk: Person, approver: Person, case: str, customer: Customer, words: dict[str, str]) -> str:
    """The clerk keys in the paper, the approver has the account closed; gives the address of the case."""
    page = clerk.page
    page.goto(case)
    keyboard.press(page.get_by_role("link", name=words["end"]))
    keyboard.choose(page.get_by_label(words["post"], exact=True))
    keyboard.fill(page.locator("#received_on"), "d")
    keyboard.fill(page.locator("#customer_number"), customer.number)
    for choice in ("customer", "ground", "yes"):
        keyboard.choose(page.get_by_label(words[choice], exact=True))
    clerk.picture("resignation-form", axe=True)
    keyboard.press(page.get_by_role("button", name=words["save"]))
    expect(page.locator("h1")).to_contain_text("Łucja Śmigielska-Żak")
    address = page.url
    approver.page.goto(address)
    keyboard.press(approver.page.get_by_role("button", name=words["approve"]))
    expect(approver.page.locator("main")).to_contain_text(customer.number)
    return address


def refused(stack: LocalStack, person: Person, customer: Customer, password: str) -> None:
    """Nobody can log in, not even with the right password."""
    person.page.goto(f"{stack.keycloak_url}/realms/ibok/account/")
    person.log_in(customer.number, password)
    expect(person.page.locator("#username")).to_be_visible()
    person.picture("refused")


def undo(approver: Person, words: dict[str, str]) -> None:
    """The customer has written that it was a mistake."""
    page = approver.page
    keyboard.unfold(page.locator("summary", has_text=words["undo"]))
    keyboard.fill(page.locator("#take_back_reason"), "Pismo klientki z dzisiaj.")
    keyboard.press(page.get_by_role("button", name=words["undone"]))
    expect(approver.page.locator("main")).to_contain_text("Pismo klientki z dzisiaj.")


def waited_for(person: Person, address: str, text: str) -> None:
    """The worker gets there."""
    for _ in range(30):
        person.page.goto(address)
        if re.search(text, person.page.locator("main").inner_text()):
            return
        person.page.wait_for_timeout(1000)
    pytest.fail(f"never told: {text}\n{person.page.locator('main').inner_text()}")


def letter(person: Person, words: dict[str, str]) -> str:
    """The address of the letter that the page offers."""
    link = person.page.get_by_role("link", name=words["letter"]).get_attribute("href")
    return f"{person.page.url.split('/resignations')[0]}{link}"


def set_delay(stack: LocalStack, days: str) -> None:
    """An operator's command."""
    subprocess.run(
        provisioner("setting", "set", "deletion_delay_days", days),
        check=True,
        env=environment(Path(stack.data), stack.base),
    )
