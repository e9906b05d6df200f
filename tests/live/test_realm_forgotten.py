"""R7 on the real pages: the forgotten password, its mail and its link."""

import json
import re
import time

import pytest

from tests.applied_realms import AppliedRealms, customer
from tests.live.pages import CustomersBrowser, Page, has_code
from tests.live.staff import ASK_FOR_CODE, CODE_SECONDS, one_time_code
from tests.sink import Sink, text_of

pytestmark = pytest.mark.live
TEMPORARY = "abcd2345efgh6789"
NEW = {"password-new": "źdźbło777", "password-confirm": "źdźbło777"}
SEED = "seed-of-one-telephone"


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


def asked_for_a_link(realms: AppliedRealms, login: str, browser: CustomersBrowser | None = None) -> Page:
    browser = browser or a_browser(realms)
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


def with_an_own_password(realms: AppliedRealms, login: str) -> str:
    """A customer who has logged in before; gives the id."""
    made(realms, login, credentials=[{"type": "password", "value": TEMPORARY, "temporary": False}])
    return str(realms.customers.get("users", query=f"?username={login}&exact=true")[0]["id"])


def turns_codes_on(realms: AppliedRealms, identifier: str) -> None:
    shape = {"subType": "totp", "digits": 6, "counter": 0, "period": CODE_SECONDS, "algorithm": "HmacSHA1"}
    kept = {"type": "otp", "secretData": json.dumps({"value": SEED}), "credentialData": json.dumps(shape)}
    realms.customers.put("users", identifier, body={"credentials": [kept]})


def codes_of(realms: AppliedRealms, identifier: str) -> list[str]:
    known = realms.customers.get("users", identifier, "credentials")
    return [str(one["id"]) for one in known if one["type"] == "otp"]


def test_whoever_has_codes_gives_one_before_the_link_sets_anything(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    identifier = with_an_own_password(applied_realms, "forgot-with-codes")
    turns_codes_on(applied_realms, identifier)
    before = codes_of(applied_realms, identifier)
    asked_for_a_link(applied_realms, "forgot-with-codes")
    owner = a_browser(applied_realms)
    page = owner.open(link_in_the_mail(realm_mails, "forgot-with-codes"))
    assert page.kind == ASK_FOR_CODE, f"{page.kind}: {page.text}"
    page = owner.send(page, otp="000000")
    assert page.kind == ASK_FOR_CODE, "a wrong code leads no further"
    page = owner.send(page, otp=one_time_code(SEED, int(time.time()) // CODE_SECONDS))
    assert page.kind == "login-login-update-password", f"{page.kind}: {page.text}"
    owner.send(page, **NEW)
    assert codes_of(applied_realms, identifier) == before != []
    assert a_browser(applied_realms).log_in("forgot-with-codes", NEW["password-new"]).kind == ASK_FOR_CODE


def test_a_link_opened_elsewhere_sets_the_password_and_logs_nobody_in(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    with_an_own_password(applied_realms, "forgot-elsewhere")
    asking, other = a_browser(applied_realms), a_browser(applied_realms)
    other.login_page()
    asked_for_a_link(applied_realms, "forgot-elsewhere", asking)
    done = other.send(other.open(link_in_the_mail(realm_mails, "forgot-elsewhere")), **NEW)
    assert done.kind == "login-info"
    for browser in (asking, other):
        assert browser.login_page().kind == "login-login"
    assert has_code(other.log_in("forgot-elsewhere", NEW["password-new"]))


def test_a_new_password_ends_the_logins_elsewhere_where_the_box_is_ticked(
    applied_realms: AppliedRealms, realm_mails: Sink
) -> None:
    with_an_own_password(applied_realms, "forgot-devices")
    elsewhere, here = a_browser(applied_realms), a_browser(applied_realms)
    elsewhere.log_in("forgot-devices", TEMPORARY)
    assert has_code(elsewhere.login_page()), "logged in, so nothing is asked"
    asked_for_a_link(applied_realms, "forgot-devices", here)
    page = here.open(link_in_the_mail(realm_mails, "forgot-devices"))
    assert page.soup.find("input", id="logout-sessions") is not None
    here.send(page, **NEW, **{"logout-sessions": "on"})
    assert elsewhere.login_page().kind == "login-login"
