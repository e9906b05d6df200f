"""The page behind "it wasn't me" in a real browser: both languages, four widths, keyboard, no JavaScript needed."""

from typing import Literal

import pytest
from playwright.sync_api import Browser

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.mail.language import Language
from provisioner.staff.roles import Role
from tests.accessible import note
from tests.browser.conftest import ServedDesk
from tests.browser.looking import keep_picture, violations
from tests.reported import linked, live, used

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1280, 1920)
HEADINGS = {"pl": ("To nie ja", "Dziękujemy, już wiemy", "Ten link już nie działa"),
            "en": ("It wasn't me", "Thank you, we know", "This link does nothing any more")}  # fmt: skip


@pytest.fixture(scope="module")
def account(served_desk: ServedDesk) -> Account:
    return live(served_desk.desk.database, customer_number="778899", email="n@example.com", email_again="n@example.com")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_are_whole_at_every_width(
    chromium: Browser, served_desk: ServedDesk, public: str, account: Account, language: Language, width: int
) -> None:
    scheme: Literal["dark", "light"] = "dark" if width in (320, 1920) else "light"
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True, reduced_motion="reduce"
    )
    page = context.new_page()
    faults: list[str] = []
    fetched: list[tuple[str, str]] = []
    page.on("request", lambda request: fetched.append((request.url, request.headers.get("referer", ""))))

    def look(name: str, heading: str) -> None:
        assert page.inner_text("h1") == heading
        keep_picture(page, f"screenshots/not-me-{name}.{language}-{scheme}-{width}")
        faults.extend(f"{name}: {found}" for found in violations(page))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name}: wider than the window")

    ask, told, gone = HEADINGS[language]
    token = linked(served_desk.desk.database, account, language=language)
    page.goto(f"{public}/not-me?t={token}&lang={language}")
    look("ask", ask)
    page.locator("main button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/told*")
    look("told", told)
    page.goto(f"{public}/not-me?t={token}&lang={language}")
    look("gone", gone)
    page.goto(f"{public}/accessibility?lang={language}")
    look("accessibility", {"pl": "Deklaracja dostępności", "en": "Accessibility declaration"}[language])
    assert faults == []
    note(page, "customers", f"public-{language}-{width}", 4)
    assert {referrer for _, referrer in fetched} == {""}, "nobody is told the address of the page"
    assert all(url.startswith(public) for url, _ in fetched)
    context.close()


def test_without_javascript_the_button_works(
    chromium: Browser, served_desk: ServedDesk, public: str, account: Account
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{public}/not-me?t={linked(served_desk.desk.database, account)}&lang=pl")
    page.click("main button")
    assert page.inner_text("h1") == "Dziękujemy, już wiemy"
    context.close()


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_report_on_the_case_is_whole(chromium: Browser, served_desk: ServedDesk, language: str, width: int) -> None:
    number = f"66{width}{ord(language[0])}"
    database: Database = served_desk.desk.database
    address = f"r{number}@example.com"
    account = live(database, AccountStatus.ACTIVATED, customer_number=number, email=address, email_again=address)
    used(database, account)
    context = chromium.new_context(viewport={"width": width, "height": 800})
    served_desk.sign_in(context, language, Role.APPROVER)
    page = context.new_page()
    for name, path in (("case", f"/applications/{account.case_id}"), ("accounts", "/accounts")):
        page.goto(served_desk.url + path)
        keep_picture(page, f"screenshots/not-me-{name}.{language}-light-{width}")
        assert list(violations(page)) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
