"""R7 on the real pages: the forgotten password, its mail and its link."""

import re

import pytest

from tests.applied_realms import AppliedRealms, customer
from tests.live.pages import CustomersBrowser, Page, has_code
from tests.sink import Sink, text_of

pytestmark = pytest.mark.live
TEMPORARY = "abcd2345efgh6789"


def made(realms: AppliedRealms, login: str, **more: object) -> None:
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    answer = realms.as_provisioner().post(users, json=customer(login, TEMPORARY, **more), timeout=30)
    assert answer.status_code == 201, answer.text


def a_browser(realms: AppliedRealms) -> CustomersBrowser:
    return CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)


def test_r7_the_login_page_offers_the_option_under_the_regulamins_name(applied_realms: AppliedRealms) -> None:
    page = CustomersBrowser(applied_realms.settings.keycloak_url, applied_realms.customers.name).login_page()
    link = page.soup.find("a", href=re.compile("reset-credentials"))
    assert link is not None
    assert link.get_text().strip() == "Zapomniałeś hasło?"


def test_r7_known_unknown_disabled_and_mailless_logins_get_the_same_page(applied_realms: AppliedRealms) -> None:
    made(applied_realms, "forgot-known")
    made(applied_realms, "forgot-disabled", enabled=False)
    made(applied_realms, "forgot-mailless", email="")
    pages = {
        name: asked_for_a_link(applied_realms, name)
        for name in ("forgot-known", "forgot-disabled", "forgot-mailless", "forgot-nobody")
    }
    assert {page.answer.status_code for page in pages.values()} == {200}
    first, *others = [without_login(page, name) for name, page in pages.items()]
    assert others == [first] * 3
    assert "Jeśli takie konto istnieje" in pages["forgot-nobody"].text


def asked_for_a_link(realms: AppliedRealms, login: str) -> Page:
    browser = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)
    link = browser.login_page().soup.find("a", href=re.compile("reset-credentials"))
    assert link is not None
    form = browser.open(f"{realms.settings.keycloak_url}{link['href']}")
    assert form.kind == "login-login-reset-password"
    return browser.send(form, username=login)


def without_login(page: Page, login: str) -> str:
    """The page without what differs between any two visits: addresses with one-time codes, and the typed login."""
    return re.sub(r"tab_id=[\w-]+|[\w+/=-]{20,}", "…", page.answer.text.replace(login, "LOGIN"))


def link_in_the_mail(mails: Sink, login: str) -> str:
    (mail,) = mails.arrived(f"{login}@example.com")
    return str(re.findall(r"http\S+action-token\S+", text_of(mail))[0])


def test_r7_a_pending_temporary_password_does_not_stop_the_link_and_the_own_password_works(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    made(applied_realms, "forgot-pending")
    asked_for_a_link(applied_realms, "forgot-pending")
    other = a_browser(applied_realms)
    page = other.open(link_in_the_mail(realm_mails, "forgot-pending"))
    other.send(page, **{"password-new": "źdźbło777", "password-confirm": "źdźbło777"})
    assert has_code(a_browser(applied_realms).log_in("forgot-pending", "źdźbło777"))
    assert not has_code(a_browser(applied_realms).log_in("forgot-pending", TEMPORARY))


def test_r7_a_link_works_once(applied_realms: AppliedRealms, realm_mails: Sink) -> None:
    made(applied_realms, "forgot-once")
    asked_for_a_link(applied_realms, "forgot-once")
    link = link_in_the_mail(realm_mails, "forgot-once")
    first = a_browser(applied_realms)
    first.send(first.open(link), **{"password-new": "źdźbło777", "password-confirm": "źdźbło777"})
    again = a_browser(applied_realms).open(link)
    assert again.kind == "login-error"
    assert "Link już nie działa: użyto go albo minął jego czas." in again.text


def test_r7_the_mail_is_polish_says_how_long_the_link_lives_and_names_no_secret(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    made(applied_realms, "forgot-mail")
    asked_for_a_link(applied_realms, "forgot-mail")
    (mail,) = realm_mails.arrived("forgot-mail@example.com")
    assert mail["Subject"] == "Ustaw nowe hasło do konta iBOK"
    assert "iBOK KPWiK Kartuzy" in str(mail["From"])
    html = mail.get_body(("html",))
    assert html is not None
    for part in (text_of(mail), str(html.get_content())):
        assert "po upływie 30 minut" in part
        assert TEMPORARY not in part
    assert "58 555 01 00" in str(html.get_content())


def test_r7_only_a_known_enabled_login_with_an_address_gets_a_mail(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    made(applied_realms, "mail-disabled", enabled=False)
    asked_for_a_link(applied_realms, "mail-disabled")
    asked_for_a_link(applied_realms, "mail-nobody")
    assert realm_mails.to("mail-disabled@example.com") == []
    assert realm_mails.to("mail-nobody@example.com") == []
