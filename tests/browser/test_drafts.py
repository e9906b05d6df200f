"""What the page says of a draft while somebody types: kept only when it is, and the last letter is never forgotten."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from provisioner.staff.roles import Role
from tests.browser.conftest import ServedDesk

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    """The form in Polish."""
    context = chromium.new_context()
    served_desk.sign_in(context, "pl", Role.CLERK)
    page = context.new_page()
    page.goto(f"{served_desk.url}/applications/new")
    yield page
    context.close()


def kept(page: Page) -> None:
    expect(page.locator("[data-draft-kept]")).to_be_visible()


def test_a_form_with_nothing_in_it_any_more_is_not_said_to_be_kept(page: Page) -> None:
    page.fill("#last_name", "Chwilowa")
    kept(page)
    page.fill("#last_name", "")
    expect(page.locator("[data-draft-kept]")).to_be_hidden()
    page.goto(page.url.removesuffix("/applications/new"))
    expect(page.locator("main")).not_to_contain_text("Chwilowa")
