"""What the pages do in a browser, with their script and without it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from provisioner.staff.roles import Role
from tests.browser.conftest import ServedDesk
from tests.browser.looking import press
from tests.factories import PAPER

pytestmark = pytest.mark.browser
RADIOS = ("channel", "customer_kind", "filed_by", "language", "regulamin_signed")


@pytest.fixture
def page(chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    """A clerk's page with script."""
    yield from _opened(chromium.new_context(), served_desk)


@pytest.fixture
def plain_page(chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    """A clerk's page in a browser that runs no script."""
    yield from _opened(chromium.new_context(java_script_enabled=False), served_desk)


def _opened(context: BrowserContext, desk: ServedDesk) -> Iterator[Page]:
    desk.sign_in(context, "en", Role.CLERK)
    page = context.new_page()
    page.goto(f"{desk.url}/applications/new")
    yield page
    context.close()


def fill(page: Page, **changed: str) -> None:
    for name, value in {**PAPER, **changed}.items():
        if name in RADIOS:
            page.check(f'input[name="{name}"][value="{value}"]')
        elif name == "copy_handed":
            page.set_checked("#copy_handed", value == "yes")
        else:
            page.fill(f"#{name}", value)
    for accepted in page.locator('input[name^="clause-"][value="accepted"]').all():
        accepted.check()


def test_without_script_an_application_is_looked_ahead_and_saved(plain_page: Page) -> None:
    fill(plain_page, customer_number="880001")
    plain_page.click("button[name=preview]")
    expect(plain_page.locator("#rail .login")).to_have_text("880001")
    expect(plain_page.locator("#rail")).to_contain_text("by the end of Wednesday 2 December 2026")
    plain_page.click("button[name=open]")
    expect(plain_page.locator(".status-line")).to_contain_text("Saved 2026/")


def test_r3_the_copy_opens_beside_the_form_which_is_sent_later(page: Page) -> None:
    page.context.route("**/applications/copy.pdf", lambda route: route.fulfill(body="copy"))
    fill(page, customer_number="880007", copy_handed="no")
    with page.context.expect_page():
        page.click("button[formtarget=_blank]")
    expect(page.locator("#customer_number")).to_have_value("880007")
    page.check("#copy_handed")
    press(page, "button[name=open]")
    expect(page.locator(".status-line")).to_contain_text("Saved 2026/")


def test_the_focus_moves_to_the_summary_and_its_links_to_the_fields(page: Page) -> None:
    page.click("button[name=open]")
    expect(page.locator("#summary")).to_be_focused()
    page.click("#summary a >> nth=1")
    expect(page.locator("#received_on")).to_be_focused()


@pytest.mark.parametrize("width, height", [(1280, 720), (320, 640)])
def test_a_link_of_the_summary_shows_label_and_message_of_its_field(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    press(page, "button[name=open]")
    links = page.locator("#summary a")
    assert links.count() > 10
    for at in range(links.count()):
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        links.nth(at).evaluate("link => link.click()")
        wrong = page.locator(".wrong", has=page.locator(":focus"))
        top = wrong.last.evaluate("e => e.getBoundingClientRect().top")
        message = wrong.last.locator(".error").evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top < height, f"label of {links.nth(at).inner_text()}"
        assert 0 <= message < height, links.nth(at).inner_text()


def test_fields_that_do_not_apply_are_hidden_and_the_copy_unticked(page: Page) -> None:
    expect(page.locator("#company_name")).to_be_hidden()
    page.check('input[name="customer_kind"][value="company"]')
    expect(page.locator("#company_name")).to_be_visible()
    page.check('input[name="channel"][value="counter"]')
    page.check("#copy_handed")
    page.check('input[name="channel"][value="post"]')
    expect(page.locator("#copy_handed")).to_be_hidden()
    expect(page.locator("#copy_handed")).not_to_be_checked()


def test_single_keys_work_outside_fields_only_and_can_be_switched_off(page: Page, served_desk: ServedDesk) -> None:
    page.goto(served_desk.url)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#find")).to_have_value("n")
    page.click("[data-keys-switch=off]")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(f"{served_desk.url}/")
    page.click("[data-keys-switch=on]")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(f"{served_desk.url}/applications/new")


def test_a_double_click_saves_one_application(page: Page, served_desk: ServedDesk) -> None:
    fill(page, customer_number="880002")
    page.dblclick("button[name=open]")
    expect(page.locator(".status-line")).to_contain_text("Saved 2026/")
    page.goto(f"{served_desk.url}/")
    expect(page.locator("tbody tr", has_text="880002")).to_have_count(1)


def test_leaving_a_form_with_something_typed_asks_and_saving_does_not(page: Page, served_desk: ServedDesk) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(served_desk.url)
    page.goto(f"{served_desk.url}/applications/new")
    assert asked == [], "an untouched form is left without a word"
    page.locator("#street").press_sequentially("ul. Pol")
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("#street").press_sequentially("ul. Pol")
    page.click("a[href='/calendar']")
    expect(page).to_have_url(f"{served_desk.url}/calendar")
    assert asked == ["beforeunload"] * 2
    page.goto(f"{served_desk.url}/applications/new")
    fill(page)
    page.click("button[name=open]")
    expect(page.locator("h1")).to_contain_text("Żółkiewski")
    assert asked == ["beforeunload"] * 2


def test_taking_back_the_last_entry_asks_before_it_throws_away_the_form_being_typed(page: Page) -> None:
    answers = [False, True]
    page.on("dialog", lambda dialog: dialog.accept() if answers.pop(0) else dialog.dismiss())
    fill(page, customer_number="880003")
    page.click("button[name=next]")
    expect(page.locator(".status-line")).to_contain_text("Saved 2026/")
    page.locator("#street").press_sequentially("ul. Pol")
    page.click(".status-line .undo", no_wait_after=True)
    expect(page.locator(".status-line")).to_contain_text("Saved 2026/")
    expect(page.locator("#street")).to_have_value("ul. Pol")
    page.click(".status-line .undo")
    expect(page.locator(".status-line")).to_contain_text("Taken back 2026/")
    assert answers == []
