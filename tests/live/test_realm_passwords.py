"""R6 on the real pages: the customer's own password."""

import re

import pytest

from tests.applied_realms import AppliedRealms, customer
from tests.live.pages import CustomersBrowser, Page, has_code

pytestmark = pytest.mark.live
TEMPORARY = "abcd2345efgh6789"
COMMON = "To hasło jest zbyt popularne i łatwe do odgadnięcia. Wymyśl inne."

REFUSED = {
    "seven characters": ("zażół12", "Hasło jest za krótkie. Wpisz co najmniej 8 znaków."),
    "no digit": ("zażółćgęś", "W haśle brakuje cyfry. Dodaj co najmniej jedną."),
    "no letter": ("1234567890", "W haśle brakuje litery. Dodaj co najmniej jedną."),
    "129 characters": ("a1" * 64 + "x", "Hasło jest za długie. Wpisz najwyżej 128 znaków."),
    "the temporary one again": (TEMPORARY, "To hasło było już używane. Wymyśl nowe."),
    "the e-mail address": ("{login}@example.com", "Hasło nie może być takie jak adres e-mail."),
    "a common one": ("Haslo1234", COMMON),
    "a word of the utility": ("kartuzy2026", COMMON),
    "the login": ("{login}", "Hasło nie może być takie jak login."),
}


def made(realms: AppliedRealms, login: str, **more: object) -> CustomersBrowser:
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    answer = realms.as_provisioner().post(users, json=customer(login, TEMPORARY, **more), timeout=30)
    assert answer.status_code == 201, answer.text
    return CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)


def set_password(browser: CustomersBrowser, page: Page, password: str) -> Page:
    assert page.kind == "login-login-update-password", page.text
    return browser.send(page, **{"password-new": password, "password-confirm": password})


def test_r6_first_login_shows_one_page_with_the_rules_and_then_lands_in_the_account(
    applied_realms: AppliedRealms,
) -> None:
    browser = made(applied_realms, "first-login")
    page = browser.log_in("first-login", TEMPORARY)
    rules = page.soup.find(id="password-rules")
    assert rules is not None
    assert "ma co najmniej 8\u00a0znaków" in rules.get_text()
    assert has_code(set_password(browser, page, "zażółć12"))


@pytest.mark.parametrize("case", REFUSED, ids=list(REFUSED))
def test_r6_a_weak_password_is_refused_in_polish(applied_realms: AppliedRealms, case: str) -> None:
    password, message = REFUSED[case]
    login = "weak-1-" + re.sub(r"\W+", "-", case)
    browser = made(applied_realms, login)
    answer = set_password(browser, browser.log_in(login, TEMPORARY), password.format(login=login))
    assert answer.kind == "login-login-update-password"
    assert message in answer.text


@pytest.mark.parametrize("password", ["zażółć12", "abcdefg1", "ŻÓŁĆŻÓŁ9", "a1 !@#$%^&*()", "x1" * 64])
def test_r6_a_password_that_follows_the_rule_is_accepted_and_works(
    applied_realms: AppliedRealms, password: str
) -> None:
    login = f"good-{abs(hash(password)) % 10**8}"
    browser = made(applied_realms, login)
    assert has_code(set_password(browser, browser.log_in(login, TEMPORARY), password))
    fresh = CustomersBrowser(applied_realms.settings.keycloak_url, applied_realms.customers.name)
    assert has_code(fresh.log_in(login, password))


def test_r6_the_temporary_password_is_dead_after_the_change(applied_realms: AppliedRealms) -> None:
    browser = made(applied_realms, "dead-temporary")
    set_password(browser, browser.log_in("dead-temporary", TEMPORARY), "zażółć12")
    fresh = CustomersBrowser(applied_realms.settings.keycloak_url, applied_realms.customers.name)
    page = fresh.log_in("dead-temporary", TEMPORARY)
    assert page.kind == "login-login"
    assert "Nieprawidłowy login lub hasło." in page.text


def test_every_failed_login_reads_the_same(applied_realms: AppliedRealms) -> None:
    made(applied_realms, "wrong-known")
    made(applied_realms, "wrong-disabled", enabled=False)
    texts = set()
    for login in ("wrong-known", "wrong-disabled", "wrong-nobody"):
        browser = CustomersBrowser(applied_realms.settings.keycloak_url, applied_realms.customers.name)
        texts.add(browser.log_in(login, "definitely-wrong-1").text)
    assert len(texts) == 1


def test_password_grants_are_refused_for_every_client_of_the_realm(applied_realms: AppliedRealms) -> None:
    made(applied_realms, "no-grant")
    browser = CustomersBrowser(applied_realms.settings.keycloak_url, applied_realms.customers.name)
    for client in ("admin-cli", "account", "account-console", "security-admin-console", "provisioner"):
        form = {"grant_type": "password", "client_id": client, "username": "no-grant", "password": TEMPORARY}
        answer = browser.http.post(f"{browser.realm}/protocol/openid-connect/token", data=form, timeout=30)
        assert answer.status_code in (400, 401), f"{client}: {answer.text}"
        assert "not fully set up" not in answer.text, client
