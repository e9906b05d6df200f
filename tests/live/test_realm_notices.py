"""What Keycloak mails by itself: a notice of every changed password, and nothing for a mistyped one."""

import re
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from provisioner.office.time import OFFICE_TIME
from tests.applied_realms import AppliedRealms, customer
from tests.live.pages import CustomersBrowser, has_code
from tests.sink import Sink, text_of

pytestmark = pytest.mark.live
TEMPORARY, OWN, LATER = "abcd2345efgh6789", "zażółć12", "źdźbło777"
SECONDS = 40


def made(realms: AppliedRealms, login: str, language: str = "pl") -> CustomersBrowser:
    """A customer before the first login, and a browser."""
    body = customer(login, TEMPORARY)
    body["attributes"]["locale"] = [language]
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    assert realms.as_provisioner().post(users, json=body, timeout=30).status_code == 201
    return CustomersBrowser(realms.settings.keycloak_url, realms.customers.name, language)


def mails_to(mails: Sink, login: str, count: int) -> list[EmailMessage]:
    """So many mails, waited for: the server sends them after it has answered."""
    deadline = time.monotonic() + SECONDS
    while len(found := mails.to(f"{login}@example.com")) < count and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(found) == count, [str(mail["Subject"]) for mail in found]
    return found


def set_own_password(browser: CustomersBrowser, login: str) -> None:
    page = browser.log_in(login, TEMPORARY)
    assert has_code(browser.send(page, **{"password-new": OWN, "password-confirm": OWN}))


def test_r6_the_first_own_password_is_confirmed_by_mail_so_that_a_stranger_who_was_faster_shows(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    set_own_password(made(applied_realms, "notice-first"), "notice-first")
    (mail,) = mails_to(realm_mails, "notice-first", 1)
    assert mail["Subject"] == "Hasło do konta iBOK zostało zmienione"
    html = mail.get_body(("html",))
    assert html is not None
    for part in (text_of(mail), str(html.get_content())):
        assert "58 555 01 00" in part
        assert "Nigdy nie prosimy o podanie hasła" in part
        told = re.search(r"zmienione (\d{1,2}\.\d{2}\.\d{4}, \d{1,2}:\d{2})", part)
        assert told
        hour = datetime.strptime(told[1], "%d.%m.%Y, %H:%M").replace(tzinfo=OFFICE_TIME)
        assert abs(datetime.now(UTC) - hour) < timedelta(minutes=3), "the hour on the office's wall"
        assert not any(word in part for word in (TEMPORARY, OWN, "127.0.0.1", "bez kliknięcia w link"))


def test_r7_a_reset_by_link_is_confirmed_too(applied_realms: AppliedRealms, realm_mails: Sink) -> None:
    browser = made(applied_realms, "notice-reset", "en")
    link = browser.login_page().soup.find("a", href=re.compile("reset-credentials"))
    assert link is not None
    browser.send(browser.open(f"{applied_realms.settings.keycloak_url}{link['href']}"), username="notice-reset")
    (asked,) = mails_to(realm_mails, "notice-reset", 1)
    page = browser.open(re.findall(r"http\S+action-token\S+", text_of(asked))[0])
    browser.send(page, **{"password-new": LATER, "password-confirm": LATER})
    _, notice = mails_to(realm_mails, "notice-reset", 2)
    assert notice["Subject"] == "The password of your iBOK account was changed"
    assert "Call the customer office at once: phone 58 555 01 00" in text_of(notice)


def test_mistyped_and_refused_passwords_and_a_login_send_nothing(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    browser = made(applied_realms, "notice-none")
    page = browser.log_in("notice-none", "definitely-wrong-1")
    page = browser.send(page, username="notice-none", password=TEMPORARY)
    page = browser.send(page, **{"password-new": "abc1", "password-confirm": "abc1"})
    assert page.kind == "login-login-update-password"
    browser.send(page, **{"password-new": OWN, "password-confirm": OWN})
    again = CustomersBrowser(applied_realms.settings.keycloak_url, applied_realms.customers.name)
    assert has_code(again.log_in("notice-none", OWN))
    set_own_password(made(applied_realms, "notice-later"), "notice-later")
    mails_to(realm_mails, "notice-later", 1)
    mails_to(realm_mails, "notice-none", 1)
