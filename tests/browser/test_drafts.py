"""What the page says of a draft while somebody types: kept only when it is, and the last letter is never forgotten."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ServedDesk, empty_form

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    """The form in Polish."""
    with empty_form(chromium, served_desk) as page:
        yield page


def kept(page: Page) -> None:
    expect(page.locator("[data-draft-kept]")).to_be_visible()


def test_a_form_with_nothing_in_it_any_more_is_not_said_to_be_kept(page: Page) -> None:
    page.fill("#last_name", "Chwilowa")
    kept(page)
    page.fill("#last_name", "")
    expect(page.locator("[data-draft-kept]")).to_be_hidden()
    page.goto(page.url.removesuffix("/applications/new"))
    expect(page.locator("main")).not_to_contain_text("Chwilowa")


def test_after_one_failed_request_the_last_typing_is_kept_without_another_letter(page: Page) -> None:
    fails = [True, False]
    page.route("**/applications/draft", lambda route: route.abort() if fails.pop(0) else route.continue_())
    page.fill("#last_name", "Druga-Próba")
    expect(page.locator("[data-draft-kept]")).to_be_visible(timeout=15_000)
    assert fails == []


def test_what_failed_to_be_kept_is_sent_once_more_when_the_page_is_left(page: Page, served_desk: ServedDesk) -> None:
    page.route("**/applications/draft", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        page.fill("#last_name", "Ostatnia-Próba")
    line = page.locator(".drafts li", has_text="Ostatnia-Próba")
    # What a page sends while it is left may arrive after the next one was asked for.
    for _ in range(20):
        page.goto(served_desk.url)
        if line.count():
            break
    expect(line).to_have_count(1)


def test_a_form_that_went_on_elsewhere_says_so_and_leads_to_what_was_typed_there(
    page: Page, served_desk: ServedDesk
) -> None:
    page.fill("#last_name", "Dwa-Miejsca")
    kept(page)
    other = page.context.new_page()
    other.goto(served_desk.url)
    other.locator(".drafts li", has_text="Dwa-Miejsca").locator("a").click()
    other.fill("#town", "Kartuzy")
    kept(other)
    page.fill("#town", "Gdynia")
    said = page.locator("[data-draft-elsewhere]")
    expect(said).to_contain_text("Zmieniono w innym miejscu")
    expect(page.locator("[data-draft-kept]")).to_be_hidden()
    said.locator("a").click()
    expect(page.locator("#town")).to_have_value("Kartuzy")
