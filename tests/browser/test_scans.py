"""A clerk adds a scan by script and without one; an approver reads it beside the data by keys alone."""

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from provisioner.staff.roles import Role
from tests.aged import printed
from tests.browser.conftest import ServedDesk
from tests.browser.looking import press
from tests.scanned import pages
from tests.web.test_from_code import CODE

pytestmark = pytest.mark.browser
CONTENT = pages(count=2)
PASTE = """(coded) => {
  const bytes = Uint8Array.from(atob(coded), (one) => one.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], "skan.pdf", { type: "application/pdf" }));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true }));
}"""


@contextmanager
def case_page(chromium: Browser, desk: ServedDesk, name: str, *, script: bool) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=script, viewport={"width": 1400, "height": 900})
    desk.sign_in(context, "pl", Role.CLERK)
    page = context.new_page()
    page.goto(f"{desk.url}/applications/{desk.cases[name]}")
    yield page
    context.close()


def test_a_pasted_scan_is_read_beside_the_data_by_keys(chromium: Browser, served_desk: ServedDesk) -> None:
    with case_page(chromium, served_desk, "soon", script=True) as page:
        page.evaluate(PASTE, b64encode(CONTENT).decode())
        expect(page.locator("[data-scan-drop] button")).to_be_focused()
        press(page, "[data-scan-drop] button")
        shown, place = page.locator("[data-scan-page]:visible"), page.locator("[data-scan-place]")
        expect(place).to_have_text("Skan 1, strona 1 z 2")
        expect(shown).to_have_count(1)
        expect(page.locator("[data-scan-tools] [data-key-hint]").first).to_be_visible()
        facts, scan = page.locator(".facts").first.bounding_box(), page.locator(".scans").bounding_box()
        assert facts is not None
        assert scan is not None
        assert scan["x"] > facts["x"] + facts["width"]
        page.keyboard.press(".")
        expect(place).to_have_text("Skan 1, strona 2 z 2")
        expect(shown).to_have_count(1)
        page.keyboard.press("r")
        expect(page.locator(".scan-pages")).to_have_attribute("data-turned", "90")
        page.keyboard.press("l")
        expect(page.locator(".scan-pages")).to_have_attribute("style", re.compile("--scan-width: 150%"))
        page.keyboard.press(",")
        expect(place).to_have_text("Skan 1, strona 1 z 2")


def test_a_scan_dropped_on_a_new_paper_fills_it_stands_beside_it_and_joins_its_case(
    chromium: Browser, served_desk: ServedDesk
) -> None:
    with case_page(chromium, served_desk, "soon", script=True) as page:
        page.goto(f"{served_desk.url}/applications/new?channel=post&received_on=23.11.2026")
        page.evaluate(PASTE, b64encode(printed(CODE)).decode())
        expect(page.locator("[data-scan-drop] button")).to_be_focused()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("#last_name")).to_have_value("Żółkiewski")
        expect(page.locator("label[for=last_name]")).to_contain_text("z kodu")
        expect(page.locator("[data-scan-place]")).to_have_text("Skan 1, strona 1 z 1")
        form, scan = page.locator(".paper").bounding_box(), page.locator(".scans").bounding_box()
        assert form is not None
        assert scan is not None
        assert scan["x"] > form["x"] + form["width"]
        page.locator("#note").fill("Klient zadzwoni.")
        expect(page.locator("[data-draft-kept]")).to_be_visible()
        page.click("button[name=all_yes]")
        press(page, "button[name=next]")
        expect(page.locator(".status-line")).to_contain_text("Dodano 1 skan")


def test_without_a_script_a_scan_is_added_by_the_field_and_its_pages_stand_one_under_the_other(
    chromium: Browser, served_desk: ServedDesk
) -> None:
    with case_page(chromium, served_desk, "hindered", script=False) as page:
        page.set_input_files("#scans", {"name": "skan.pdf", "mimeType": "application/pdf", "buffer": CONTENT})
        press(page, "[data-scan-drop] button")
        expect(page.locator("[data-scan-page] img")).to_have_count(2)
        expect(page.locator("[data-scan-page]:visible figcaption")).to_have_text(
            ["Skan 1, strona 1 z 2", "Skan 1, strona 2 z 2"]
        )
        expect(page.locator("[data-scan-tools]")).to_be_hidden()
