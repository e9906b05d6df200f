"""Every mail a customer gets, ours and Keycloak's, opened narrow and wide, light and dark."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Request

from provisioner.mail import (
    AddressChanged,
    Blocked,
    Closed,
    Credentials,
    DataChanged,
    Digest,
    NewRegulamin,
    Reminder,
    SecurityChange,
    SecurityChanged,
    Unblocked,
    address_changed,
    blocked,
    closed,
    credentials,
    data_changed,
    digest,
    new_regulamin,
    reminder,
    security_changed,
    unblocked,
)
from provisioner.mail.digest import DueCase, DueGroup
from provisioner.mail.language import Language
from provisioner.mail.wording import AS_SHIPPED
from provisioner.outside.password import TemporaryPassword
from provisioner.settings import branding
from tests.applied_realms import AppliedRealms, customer
from tests.browser.looking import keep_picture, violations
from tests.live.pages import CustomersBrowser
from tests.sink import Sink, text_of

pytestmark = [pytest.mark.browser]
TEMPORARY, OWN = "abcd2345efgh6789", "zażółć12"
TO, LOGIN, NAME = "jozef@example.com", "104233", "Wspólnota Mieszkaniowa „Gdańska 15” w Kartuzach"
SENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NOT_ME = f"https://konto.example.com/not-me?t={'x' * 43}&lang=pl"
WINDOWS = [("light", 320), ("dark", 320), ("light", 1000), ("dark", 1000)]
BOX = "document.querySelector('.sheet').getBoundingClientRect().width"


def ours(language: Language) -> dict[str, str]:
    """Name → HTML of each mail of the desk."""
    brand, until = branding.load(), datetime(2026, 12, 1, 11, 30, tzinfo=UTC)
    password, page = TemporaryPassword(TEMPORARY), "https://logowanie.example.com/realms/ibok/account/"
    access = Credentials(TO, language, LOGIN, password, NAME, LOGIN, page, False, until, True, NOT_ME)
    stopped = Blocked(TO, language, LOGIN, NAME, "Zgłoszenie utraty hasła", NOT_ME)
    terms = NewRegulamin(
        TO, language, LOGIN, "Regulamin IBOK z 2 stycznia 2027 r.", date(2027, 1, 2), date(2027, 3, 3), NAME, NOT_ME
    )
    due = DueGroup([DueCase("2026/11/0007", SENT.date(), True), DueCase("2026/11/0012", SENT.date(), False)], 3)
    return {
        "morning": digest(Digest(TO, SENT.date(), "https://desk.example.com", due, due, troubled=2), brand).html,
        "access data": credentials(access, brand, AS_SHIPPED).html,
        "account blocked": blocked(stopped, brand, AS_SHIPPED).html,
        "account unblocked": unblocked(Unblocked(TO, language, LOGIN, NAME), brand, AS_SHIPPED).html,
        "password expires": reminder(Reminder(TO, language, LOGIN, NAME, SENT, until), brand, AS_SHIPPED).html,
        "password changed": security_changed(
            SecurityChanged(TO, language, LOGIN, NAME, SecurityChange.PASSWORD, SENT, NOT_ME), brand, AS_SHIPPED
        ).html,
        "account closed": closed(
            Closed(TO, language, LOGIN, date(2026, 12, 2), date(2026, 12, 16), "rezygnacja klienta", NAME),
            brand,
            AS_SHIPPED,
        ).html,
        "data changed": data_changed(
            DataChanged(TO, language, LOGIN, ("e-mail", "nazwisko"), NAME), brand, AS_SHIPPED
        ).html,
        "new regulamin": new_regulamin(terms, brand, AS_SHIPPED).html,
        "address changed": address_changed(
            AddressChanged(TO, language, LOGIN, "j•••@wp.pl", NAME), brand, AS_SHIPPED
        ).html,
    }


def keycloaks(realms: AppliedRealms, mails: Sink, language: str) -> dict[str, str]:
    """Name → HTML of what the server mails for a reset and for an administrator's link; of new passwords we tell."""
    login = f"mails-{language}"
    body = customer(login)
    body["attributes"]["locale"] = [language]
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    assert realms.as_provisioner().post(users, json=body, timeout=30).status_code == 201
    browser = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name, language)
    link = browser.login_page().soup.find("a", href=re.compile("reset-credentials"))
    assert link is not None
    browser.send(browser.open(f"{realms.settings.keycloak_url}{link['href']}"), username=login)
    (asked,) = waited_for(mails, login, 1)
    page = browser.open(re.findall(r"http\S+action-token\S+", text_of(asked))[0])
    browser.send(page, **{"password-new": OWN, "password-confirm": OWN})
    user = realms.customers.get("users", query=f"?exact=true&username={login}")[0]["id"]
    realms.customers.put("users", user, "execute-actions-email", body=["UPDATE_PASSWORD"])
    names = ("new password", "steps to do")
    return {name: html_of(mail) for name, mail in zip(names, waited_for(mails, login, 2), strict=True)}


def waited_for(mails: Sink, login: str, count: int) -> list[EmailMessage]:
    deadline = time.monotonic() + 60
    while len(found := mails.to(f"{login}@example.com")) < count and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(found) == count
    return found


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def _into(fetched: list[str]) -> Callable[[Request], None]:
    def note(request: Request) -> None:
        fetched.append(request.url)

    return note


def faults_of(chromium: Browser, contents: dict[str, str], language: str) -> list[str]:
    """Open each mail in each window; gives what is wrong."""
    faults = []
    for scheme, width in WINDOWS:
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 700})  # type: ignore[arg-type]
        page = context.new_page()
        fetched: list[str] = []
        page.on("request", _into(fetched))
        for name, html in contents.items():
            page.set_content(html)
            picture = f"{name.replace(' ', '-')}.{language}-{scheme}-{width}"
            keep_picture(page, f"mails/{picture}")
            faults += [f"{picture}: {found}" for found in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width or page.evaluate(BOX) > 600:
                faults.append(f"{picture}: wider than the window or than 600 px")
        faults += [f"fetches {url}" for url in fetched]
        context.close()
    return faults


@pytest.mark.parametrize("language", list(Language))
def test_the_desks_mails_are_whole_readable_and_fetch_nothing(chromium: Browser, language: Language) -> None:
    assert faults_of(chromium, ours(language), language.value) == []


@pytest.mark.live
@pytest.mark.parametrize("language", ["pl", "en"])
def test_keycloaks_mails_are_whole_readable_and_fetch_nothing(
    chromium: Browser, applied_realms: AppliedRealms, realm_mails: Sink, language: str
) -> None:
    contents = keycloaks(applied_realms, realm_mails, language)
    assert faults_of(chromium, contents, language) == []
    colours = re.compile(r"<style>(.*)</style>", re.DOTALL)
    own = ours(Language(language))["access data"]
    looks = {"".join(found[1].split()) for html in (own, *contents.values()) if (found := colours.search(html))}
    assert len(looks) == 1, "one look for all mails"
