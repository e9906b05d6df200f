"""A clerk with a pile of papers and a keyboard: ten applications without the mouse, and what a slip cannot do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from provisioner.staff.roles import Role
from tests.browser.conftest import ServedDesk, empty_form
from tests.browser.hands import Hands

pytestmark = pytest.mark.browser
PAPERS = 10
AIM_SECONDS = 35.0


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def either(request: pytest.FixtureRequest, chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    """The form in a browser with script, and in one without."""
    with empty_form(chromium, served_desk, script=request.param) as page:
        yield page


@pytest.fixture
def page(chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    """The form in Polish."""
    with empty_form(chromium, served_desk) as page:
        yield page


def header(hands: Hands) -> None:
    """What a batch has in common: by post, yesterday."""
    hands.look()
    hands.press("Space")
    hands.press("ArrowRight")
    hands.to("received_on")
    hands.type("w")
    hands.to("customer_number")


def paper(hands: Hands, number: int) -> None:
    hands.look()
    hands.type(f"{771000 + number}")
    hands.to("first_name")
    hands.look()
    hands.type("Marek")
    hands.to("last_name")
    hands.type("Kwiatkowski")
    hands.to("street")
    hands.look()
    hands.type(f"ul. Leśna {number + 1}")
    hands.to("postcode")
    hands.type("83300")
    hands.to("town")
    expect(hands.page.locator("#town")).to_have_attribute("placeholder", "Kartuzy ↓")
    hands.press("ArrowDown")
    hands.look()
    for name in ("email", "email_again"):
        hands.to(name)
        hands.type(f"marek.kw{number}@example.pl")
    hands.to("phone")
    hands.look()
    hands.type(f"6017123{number:02d}")
    hands.to("language")
    hands.look()
    hands.press("t")


def test_ten_papers_are_keyed_in_without_the_mouse_in_the_time_aimed_at(page: Page) -> None:
    expect(page.locator("#channel-0")).to_be_focused()
    hands = Hands(page)
    header(hands)
    for number in range(PAPERS):
        expect(page.locator("#customer_number")).to_be_focused()
        paper(hands, number)
        hands.look()
        hands.press("Control+Enter")
        expect(page.locator(".status-line")).to_contain_text("Zapisano 2026/")
        expect(page.locator("#customer_number")).to_have_value("")
    expect(page.locator("#channel-1")).to_be_checked()
    expect(page.locator("#received_on")).to_have_value("23.11.2026")
    one = hands.seconds / PAPERS
    print(f"\n{hands.keys / PAPERS:.0f} keys and {one:.1f} s a paper; the aim is {AIM_SECONDS:.0f} s")
    assert one <= AIM_SECONDS


def test_enter_in_a_field_sends_nothing(either: Page) -> None:
    address = either.url
    either.fill("#street", "ul. Polna 7")
    either.locator("#customer_number").focus()
    either.keyboard.type("104233")
    either.keyboard.press("Enter")
    either.wait_for_timeout(500)
    assert either.url == address
    expect(either.locator("#street")).to_have_value("ul. Polna 7")
    expect(either.locator("#summary")).to_have_count(0)
    expect(either.locator("input[name^='clause-']:checked")).to_have_count(0)


def test_the_key_for_all_clauses_writes_a_letter_in_a_field(page: Page) -> None:
    page.locator("#street").focus()
    page.keyboard.press("t")
    expect(page.locator("#street")).to_have_value("t")
    expect(page.locator("input[name^='clause-']:checked")).to_have_count(0)
    page.locator("#language-0").focus()
    page.keyboard.press("n")
    expect(page.locator("#street")).to_have_value("t")
    page.keyboard.press("t")
    expect(page.locator("input[name='regulamin_signed'][value='yes']")).to_be_checked()
    refused = page.locator("input[name^='clause-'][value='refused']").first
    refused.check()
    expect(refused).to_be_checked()


def test_the_key_for_all_clauses_leaves_answers_given_before_and_says_what_it_did(page: Page) -> None:
    names = list(dict.fromkeys(one.get_attribute("name") for one in page.locator("input[name^='clause-']").all()))
    given = {names[0]: "refused", names[1]: "illegible", "regulamin_signed": "no"}
    for name, value in given.items():
        page.check(f"input[name='{name}'][value='{value}']")
    page.locator("#language-0").focus()
    page.keyboard.press("t")
    for name, value in {**given, names[2]: "accepted"}.items():
        expect(page.locator(f"input[name='{name}'][value='{value}']")).to_be_checked()
    said = page.locator("[data-all-answered]")
    expect(said).to_have_text("Wszędzie tam, gdzie brakowało odpowiedzi, zaznaczono tak.")
    box = said.bounding_box()
    assert box
    assert box["width"] > 100, "seen, not only heard"


def test_the_town_of_the_postcode_is_taken_by_one_key_and_never_over_another(page: Page) -> None:
    page.fill("#postcode", "83-300")
    expect(page.locator("#rail")).to_contain_text("Kartuzy")
    page.locator("#town").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#town")).to_have_value("Kartuzy")
    page.fill("#town", "Kiełpino")
    expect(page.locator("#rail button[value=town]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#town")).to_have_value("Kiełpino")


def test_a_slip_in_the_address_is_asked_about_and_mended_by_a_click_only(page: Page) -> None:
    page.fill("#email", "jan@gmail.con")
    page.fill("#email_again", "jan@gmail.con")
    expect(page.locator("#rail")).to_contain_text("Czy chodziło o jan@gmail.com?")
    expect(page.locator("[data-said]")).to_contain_text("jan@gmail.com")
    expect(page.locator("#email")).to_have_value("jan@gmail.con")
    page.click("#rail button[value=email]")
    expect(page.locator("#email")).to_have_value("jan@gmail.com")
    expect(page.locator("#email_again")).to_have_value("jan@gmail.com")
    expect(page.locator("#email")).to_be_focused()


def test_what_is_typed_comes_back_after_a_crash_and_goes_when_it_is_saved(
    page: Page, chromium: Browser, served_desk: ServedDesk
) -> None:
    page.fill("#customer_number", "772001")
    page.fill("#last_name", "Zguba-Nieznana")
    expect(page.locator("[data-draft-kept]")).to_be_visible()
    elsewhere = chromium.new_context()
    served_desk.sign_in(elsewhere, "pl", Role.CLERK)
    other = elsewhere.new_page()
    other.goto(served_desk.url)
    line = other.locator(".drafts li", has_text="Zguba-Nieznana")
    expect(line).to_contain_text("Niezapisane")
    line.locator("a").click()
    expect(other.locator("#last_name")).to_have_value("Zguba-Nieznana")
    other.goto(served_desk.url)
    line.locator("button").click()
    expect(other.locator(".status-line")).to_contain_text("Niezapisany formularz usunięto.")
    expect(line).to_have_count(0)
    elsewhere.close()


def test_what_was_typed_in_the_last_second_is_kept_when_the_page_is_left(page: Page, served_desk: ServedDesk) -> None:
    page.fill("#last_name", "Nagła-Przerwa")
    kept = page.locator(".drafts li", has_text="Nagła-Przerwa")
    # What a page sends while it is left may arrive after the next one was asked for.
    for _ in range(20):
        page.goto(served_desk.url)
        if kept.count():
            break
    expect(kept).to_have_count(1)
