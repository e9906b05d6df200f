"""Guessing and taking over: the lockout, and the sequence of CVE-2026-18963 that must lead nowhere."""

import re

import pytest

from tests.applied_realms import AppliedRealms, customer
from tests.live.pages import CustomersBrowser, Page, has_code

pytestmark = pytest.mark.live
PASSWORD = "abcd2345efgh6789"


def made(realms: AppliedRealms, login: str) -> str:
    """A customer with a password of their own; gives the id."""
    body = customer(login, PASSWORD)
    body["credentials"][0]["temporary"] = False
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    answer = realms.as_provisioner().post(users, json=body, timeout=30)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rsplit("/", 1)[1]


def browser(realms: AppliedRealms) -> CustomersBrowser:
    return CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)


def test_ten_wrong_passwords_lock_for_a_time_without_saying_so_and_the_worker_unlocks(
    applied_realms: AppliedRealms,
) -> None:
    identifier = made(applied_realms, "guessed")
    for _ in range(10):
        wrong = browser(applied_realms).log_in("guessed", "definitely-wrong-1")
    locked = browser(applied_realms).log_in("guessed", PASSWORD)
    assert not has_code(locked)
    assert locked.text == wrong.text
    status = f"attack-detection/brute-force/users/{identifier}"
    address = f"{applied_realms.settings.keycloak_url}{applied_realms.customers.path()}/{status}"
    worker = applied_realms.as_provisioner()
    assert worker.get(address, timeout=30).json()["disabled"]
    assert worker.delete(address, timeout=30).status_code == 204
    assert has_code(browser(applied_realms).log_in("guessed", PASSWORD))


def test_a_lock_of_one_customer_leaves_others_alone(applied_realms: AppliedRealms) -> None:
    made(applied_realms, "locked-one")
    made(applied_realms, "other-one")
    for _ in range(10):
        browser(applied_realms).log_in("locked-one", "definitely-wrong-1")
    assert has_code(browser(applied_realms).log_in("other-one", PASSWORD))


def test_trying_another_way_in_the_forgotten_password_flow_never_reaches_a_password_page(
    applied_realms: AppliedRealms,
) -> None:
    made(applied_realms, "victim")
    for page in (*before_the_mail(applied_realms), *after_the_mail(applied_realms)):
        assert page.kind != "login-login-update-password"
        assert not has_code(page)
    assert has_code(browser(applied_realms).log_in("victim", PASSWORD))


def before_the_mail(realms: AppliedRealms) -> list[Page]:
    """Ask for another way at once, then choose each execution the server names."""
    thief = browser(realms)
    form = forgotten(thief, realms)
    chooser = thief.send(form, tryAnotherWay="on")
    executions = set(re.findall(r"execution=([0-9a-f-]{36})", form.answer.text + chooser.answer.text))
    executions |= {str(each["value"]) for each in chooser.soup.select("[name=authenticationExecution]")}
    chosen = []
    for execution in executions:
        thief = browser(realms)
        chooser = thief.send(forgotten(thief, realms), tryAnotherWay="on")
        if chooser.soup.find("form"):
            chosen.append(thief.send(chooser, authenticationExecution=execution, username="victim"))
    return [chooser, *chosen]


def after_the_mail(realms: AppliedRealms) -> list[Page]:
    """Name the victim first, then ask for another way in the same login session."""
    thief = browser(realms)
    form = forgotten(thief, realms)
    sent = thief.send(form, username="victim")
    again = thief.send(form, tryAnotherWay="on")
    replay = thief.send(form, **{"password-new": "zażółć12", "password-confirm": "zażółć12"})
    return [sent, again, replay]


def forgotten(thief: CustomersBrowser, realms: AppliedRealms) -> Page:
    link = thief.login_page().soup.find("a", href=re.compile("reset-credentials"))
    assert link is not None
    return thief.open(f"{realms.settings.keycloak_url}{link['href']}")
