"""What customers paste, press and are led to, in Chromium with the real server."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.applied_realms import AppliedRealms
from tests.browser.visit import TEMPORARY, Visit, made
from tests.sink import Sink, text_of

pytestmark = [pytest.mark.live, pytest.mark.browser]
IN_GROUPS = " " + " ".join(TEMPORARY[at : at + 4] for at in range(0, len(TEMPORARY), 4)) + "\u00a0 "
OWN = "trzy koty 7 dni"
"""An own password with spaces inside it."""


def named(visit: Visit, polish: str, english: str) -> str:
    return polish if visit.language == "pl" else english


def sign_in(visit: Visit, password: str) -> None:
    visit.open_login()
    visit.send(username=visit.login, password=password)


def into_the_account(visit: Visit) -> None:
    sign_in(visit, TEMPORARY)
    visit.send(password_new=OWN, password_confirm=OWN)
    visit.page.wait_for_selector("main h1")


def button(visit: Visit) -> str:
    return visit.page.inner_text("main [type=submit]").strip()


def test_a_password_may_be_pasted_with_its_spaces(visit: Visit) -> None:
    visit.open_login()
    visit.send(username=f" {visit.login[:4]} {visit.login[4:]} ", password=IN_GROUPS)
    expect(visit.page.locator("#password-new")).to_be_visible()
    visit.page.fill("#password-new", IN_GROUPS)
    visit.send(password_confirm=TEMPORARY)
    assert (
        visit.page.locator(".pf-m-danger")
        .inner_text()
        .strip()
        .endswith(
            named(
                visit, "To hasło było już używane. Wymyśl nowe.", "This password was used before. Think of a new one."
            )
        )
    ), "both fields held the temporary password"
    visit.send(password_new=f"  {OWN}", password_confirm=f"{OWN}\t ")
    visit.page.wait_for_selector("main h1")
    visit.forget_cookies()
    sign_in(visit, f" {OWN} ")
    visit.page.wait_for_selector("main h1")


def test_a_shown_password_is_sent_without_its_spaces_too(visit: Visit) -> None:
    visit.open_login()
    visit.page.fill("#password", IN_GROUPS)
    visit.page.click("[data-password-toggle]")
    assert visit.page.get_attribute("#password", "type") == "text"
    visit.send(username=visit.login)
    expect(visit.page.locator("#password-new")).to_be_visible()


def test_without_script_a_password_is_sent_as_it_is_typed(chromium: Browser, applied_realms: AppliedRealms) -> None:
    made(applied_realms, "without-script", "pl")
    context = chromium.new_context(java_script_enabled=False, locale="pl")
    page = context.new_page()
    page.goto(f"{_realm(applied_realms)}/login-actions/reset-credentials?client_id=account-console")
    assert page.inner_text("main [type=submit]").strip() == "Wyślij link"
    _log_in_plainly(page, applied_realms, IN_GROUPS)
    expect(page.locator("main")).to_contain_text("Nieprawidłowy login lub hasło.")
    page.fill("#password", TEMPORARY)
    page.click("main [type=submit]")
    expect(page.locator("#password-new")).to_be_visible()
    assert page.inner_text("main [type=submit]").strip() == "Ustaw hasło"
    context.close()


def _realm(realms: AppliedRealms) -> str:
    return f"{realms.settings.keycloak_url}/realms/{realms.customers.name}"


def _log_in_plainly(page: Page, realms: AppliedRealms, password: str) -> None:
    where = f"{_realm(realms)}/protocol/openid-connect/auth?client_id=account&response_type=code&scope=openid"
    challenge = "code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWBuGJSstw-cM"
    page.goto(f"{where}&redirect_uri={_realm(realms)}/account/&{challenge}")
    page.fill("#username", "without-script")
    page.fill("#password", password)
    page.click("main [type=submit]")


def test_buttons_and_links_say_what_they_do(visit: Visit, realm_mails: Sink) -> None:
    visit.open_login()
    visit.page.click("a[href*=reset-credentials]")
    visit.page.wait_for_selector("#username")
    assert button(visit) == named(visit, "Wyślij link", "Send the link")
    visit.send(username=visit.login)
    mail = text_of(realm_mails.to(visit.email)[-1])
    assert visit.login in re.sub(r"http\S+", "", mail), "the mail names the login"
    assert f"<strong>{visit.login}</strong>" in str(realm_mails.to(visit.email)[-1].get_body(("html",)))
    link = re.findall(r"http\S+action-token\S+", mail)[0]
    visit.forget_cookies()
    visit.page.goto(link)
    assert button(visit) == named(visit, "Ustaw hasło", "Set the password")
    visit.send(password_new=OWN, password_confirm=OWN)
    expect(visit.page.locator("h1")).to_have_text(named(visit, "Hasło ustawione", "Password set"))
    follow(visit, named(visit, "Zaloguj się", "Sign in"))
    assert button(visit) == named(visit, "Zaloguj się", "Sign in")
    visit.forget_cookies()
    visit.page.goto(link)
    dead = named(visit, "Link już nie działa: użyto go albo minął jego czas.", "The link no longer works")
    expect(visit.page.locator("main")).to_contain_text(dead)
    follow(visit, named(visit, "Poproś o nowy", "Ask for a new one"))
    assert button(visit) == named(visit, "Wyślij link", "Send the link")


def follow(visit: Visit, text: str) -> None:
    """Press the one thing there is to do next; the page offers no second way beside it."""
    links = visit.page.locator("main a:visible")
    assert [link.strip() for link in links.all_inner_texts()] == [text]
    links.click()
    visit.page.wait_for_selector("#username")


def test_the_account_of_a_company_shows_its_whole_name_under_one_label(visit: Visit) -> None:
    company = "Wspólnota Mieszkaniowa przy ulicy Gdańskiej 15 w Kartuzach sp. z o.o."
    place = visit.realms.customers
    found = place.get("users", query=f"?exact=true&username={visit.login}")[0]
    place.put("users", found["id"], body={**found, "firstName": company, "lastName": ""})
    into_the_account(visit)
    group = visit.page.locator(".pf-v5-c-form__group:visible", has=visit.page.locator("#firstName"))
    expect(group.locator("label")).to_have_text(named(visit, "Nazwa", "Name"))
    expect(visit.page.locator("#lastName")).to_be_hidden()
    expect(visit.page.locator("main")).not_to_contain_text("*", use_inner_text=True)
    said = "getComputedStyle(document.querySelector('#firstName').parentElement, '::after').content"
    assert visit.page.evaluate(said) == f'"{company}"'
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.width
    home = visit.page.locator("a.pf-v5-c-masthead__brand")
    expect(home).to_have_attribute("href", re.compile(r"/realms/.+/account/$"))


CONTRASTS = """() => {
  const linear = (x) => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  const light = (c) => { const v = c.map(x => linear(x / 255));
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  return [...document.querySelectorAll("button svg")].filter(e => e.checkVisibility()).map(e => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05); }); }"""


def test_every_sign_on_a_button_of_the_account_can_be_seen(visit: Visit) -> None:
    into_the_account(visit)
    for path in ("", "account-security/signing-in", "account-security/device-activity"):
        visit.page.goto(f"{visit.realm}/account/{path}")
        visit.page.wait_for_selector("main :is(.pf-v5-c-form, .pf-v5-c-data-list)")
        ratios = visit.page.evaluate(CONTRASTS)
        assert ratios, path
        assert min(ratios) >= 3, f"{path}: {ratios}"


def test_what_can_be_set_up_is_a_button_with_its_words_at_every_width(visit: Visit) -> None:
    into_the_account(visit)
    visit.page.goto(f"{visit.realm}/account/account-security/signing-in")
    words = named(visit, "Skonfiguruj aplikację uwierzytelniającą", "Set up an authenticator app")
    expect(visit.page.get_by_role("button", name=words, exact=True)).to_be_visible()
    change = named(visit, "Zmień hasło", "Change password")
    expect(visit.page.get_by_role("button", name=change, exact=True)).to_be_visible()
    assert visit.page.locator("main .pf-v5-c-menu-toggle:visible").count() == 0
