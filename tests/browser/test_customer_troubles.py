"""What customers meet when something went wrong: blocked, refused, expired, used twice, without cookies, lost."""

import re
import time

import pytest

from tests.browser.visit import TEMPORARY, Visit, made
from tests.sink import Sink, text_of

pytestmark = [pytest.mark.live, pytest.mark.browser]
OWN = "zażółć12"


def user_id(visit: Visit, login: str = "") -> str:
    found = visit.realms.customers.get("users", query=f"?exact=true&username={login or visit.login}")
    return str(found[0]["id"])


def newest_link(mails: Sink, address: str, after: int = 0) -> str:
    """The link in the newest mail, once there are more than `after`."""
    deadline = time.monotonic() + 40
    while len(mails.to(address)) <= after and time.monotonic() < deadline:
        time.sleep(0.1)
    return str(re.findall(r"http\S+action-token\S+", text_of(mails.to(address)[-1]))[0])


def mail_link(visit: Visit, login: str, query: str = "") -> None:
    """A link to setting a password, as the reset page mails it, but with a life of our choice."""
    place = visit.realms.customers.path("users", user_id(visit, login), "execute-actions-email")
    visit.realms.admin.call("PUT", place + query, ["UPDATE_PASSWORD"])


def guess_until_locked(visit: Visit) -> None:
    """Two wrong passwords within a second lock, or ten at any pace: a slow machine does not type fast enough."""
    place = ("attack-detection", "brute-force", "users", user_id(visit))
    for guess in range(12):
        visit.send(username=visit.login, password=f"wrong-wrong-{guess}")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:  # Keycloak counts after its answer.
            found = visit.realms.customers.get(*place)
            if found["disabled"]:
                return
            if found["numFailures"] > guess:
                break
            time.sleep(0.05)
    raise AssertionError("twelve wrong passwords lock nobody out")


def test_refused_passwords(visit: Visit) -> None:
    visit.open_login()
    visit.send(username=visit.login, password=TEMPORARY)
    refused = {
        "password without a digit": "zażółćgęś",
        "password without a letter": "12345678",
        "password is the login": visit.login,
        "password is the address": visit.email,
        "password is the temporary one": TEMPORARY,
        "password too long": "a1" * 70,
    }
    for what, password in refused.items():
        visit.send(password_new=password, password_confirm=password)
        visit.page.wait_for_selector("#password-new")
        visit.look(what)
    assert visit.faults == []


def test_blocked_and_locked(visit: Visit) -> None:
    visit.open_login()
    guess_until_locked(visit)
    visit.send(username=visit.login, password=TEMPORARY)
    visit.look("locked after wrong passwords")
    assert visit.page.locator("#username").count() == 1, "a locked login reads like a wrong password"
    place = visit.realms.customers
    place.delete("attack-detection", "brute-force", "users", user_id(visit))
    place.put("users", user_id(visit), body={**place.get("users", user_id(visit)), "enabled": False})
    visit.send(username=visit.login, password=TEMPORARY)
    visit.look("blocked account")
    wanted = "Konto jest zablokowane" if visit.language == "pl" else "The account is blocked"
    assert wanted in visit.page.inner_text("main")
    assert visit.faults == []


def test_expired_and_lost(visit: Visit) -> None:
    visit.open_login()
    stale = visit.page.locator("form").first.get_attribute("action")
    visit.send(username=visit.login, password=TEMPORARY)
    visit.page.goto(str(stale))
    visit.look("page expired")
    visit.page.click("#loginContinueLink")
    visit.page.wait_for_selector("#password-new")
    visit.context.clear_cookies()
    visit.send(password_new=OWN, password_confirm=OWN)
    visit.look("cookies lost")
    visit.page.goto(f"{visit.realm}/no/such/page")
    visit.look("no such page")
    visit.page.goto(f"{visit.realm}/protocol/openid-connect/logout?id_token_hint=broken")
    visit.look("broken logout")
    assert visit.faults == []


def test_links_that_do_not_work(visit: Visit, realm_mails: Sink) -> None:
    for login in (visit.login, f"{visit.login}-b"):
        if login != visit.login:
            made(visit.realms, login, visit.language)
        mail_link(visit, login, "?lifespan=1")
    link = newest_link(realm_mails, visit.email)
    time.sleep(2)
    visit.page.goto(link)
    visit.look("link expired")
    visit.open_login()
    visit.send(username=visit.login, password=TEMPORARY)
    visit.send(password_new=OWN, password_confirm=OWN)
    visit.page.wait_for_selector("main h1")
    mail_link(visit, f"{visit.login}-b")
    visit.page.goto(newest_link(realm_mails, f"{visit.login}-b@example.com", after=1))
    visit.look("link of somebody else")
    assert visit.faults == []


def test_changing_the_own_password(visit: Visit) -> None:
    visit.open_login()
    visit.send(username=visit.login, password=TEMPORARY)
    visit.send(password_new=OWN, password_confirm=OWN)
    visit.page.wait_for_selector("main h1")
    assert visit.page.locator("#email").is_disabled(), "the office changes the address; no page offers to"
    visit.page.goto(f"{visit.realm}/account/account-security/signing-in")
    visit.page.wait_for_selector("main h1")
    visit.page.locator("[data-testid='password/credential-list'] button").first.click()
    visit.page.wait_for_selector("#password-new")
    visit.look("change the password")
    assert visit.faults == []
