"""What is typed is kept on the server, sealed, for its own person alone, until it is saved or two weeks are over."""

import pytest
import sqlalchemy as sa

from provisioner.drafts.tables import Draft
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count, rows
from tests.web.test_intake import NEW, typed

DRAFT = "/applications/draft"
SOME = {"last_name": "Żółkiewski", "first_name": "Józef", "customer_number": "104233"}


def keep(browser: Browser, page: Page, **changed: str) -> int:
    return browser.client.post(DRAFT, data=page.form(NEW) | changed).status_code


def link(page: Page) -> str:
    found = page.soup.select_one(".drafts a")
    return str(found["href"]) if found else ""


def test_what_is_typed_stands_in_the_own_queue_and_comes_back_whole(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    assert keep(browser, page, **SOME) == keep(browser, page, **SOME, town="Kartuzy") == 204
    queue = desk.as_(Role.CLERK).get("/")
    assert "Unsaved Józef Żółkiewski 104233" in queue.main
    back = browser.get(link(queue)).form(NEW)
    assert {name: back[name] for name in (*SOME, "town", "form_key")} == {
        **SOME, "town": "Kartuzy", "form_key": page.form(NEW)["form_key"],
    }  # fmt: skip
    assert count(desk.database, Draft) == 1


def test_a_word_for_a_day_is_kept_as_that_day(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    keep(browser, browser.get(NEW), **SOME, received_on="d")
    desk.clock.advance(minutes=5)
    assert browser.get(link(browser.get("/"))).form(NEW)["received_on"] == "24.11.2026"


def test_the_end_of_a_mandate_is_kept_as_the_coming_day_that_saving_would_read(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    typed_days = {"received_on": "1.10", "document_date": "31.02", "mandate_until": "1.10"}
    keep(browser, browser.get(NEW), **SOME, filed_by="attorney", **typed_days)
    back = browser.get(link(browser.get("/"))).form(NEW)
    assert {name: back[name] for name in typed_days} == {
        "received_on": "01.10.2026", "document_date": "31.02", "mandate_until": "01.10.2027",
    }  # fmt: skip


def test_the_database_alone_tells_nothing_of_the_customer(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    keep(browser, browser.get(NEW), **SOME)
    kept = rows(desk.database, Draft)[0].typed
    assert not [value for value in SOME.values() if value in kept]


def test_nobody_sees_opens_or_throws_away_the_draft_of_somebody_else(desk: DeskUnderTest) -> None:
    mine, other = desk.as_(Role.CLERK), desk.as_(Role.CLERK, name="Celina Clerk")
    keep(mine, mine.get(NEW), **SOME)
    address = link(mine.get("/"))
    assert "Żółkiewski" not in other.get("/").main
    assert other.get(address).form(NEW)["last_name"] == ""
    token = other.get("/").form("/language")["csrf_token"]
    other.post(f"{DRAFT}/{address.rpartition('=')[2]}/discard", data={"csrf_token": token})
    assert count(desk.database, Draft) == 1
    assert desk.as_(Role.AUDITOR).get("/").soup.select(".drafts") == []


def test_saving_the_form_ends_its_draft_and_a_late_one_is_not_kept(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    keep(browser, page, **SOME)
    browser.send(page, NEW, button="open", **typed(page))
    assert count(desk.database, Draft) == 0
    assert keep(browser, page, **SOME) == 200, "nobody is told that it is kept"
    assert count(desk.database, Draft) == 0


def test_an_error_leaves_the_draft_where_it_is(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    keep(browser, page, **SOME)
    assert browser.send(page, NEW, button="open", **SOME).status == 400
    assert count(desk.database, Draft) == 1


def test_a_draft_is_thrown_away_by_its_button(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    keep(browser, browser.get(NEW), **SOME)
    page = browser.send(browser.get("/"), "/discard")
    assert "The unsaved form is thrown away." in page.text
    assert page.soup.select(".drafts") == []
    assert count(desk.database, Draft) == 0


def test_in_polish_throwing_a_draft_away_does_not_sound_like_rejecting_an_application(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    browser.client.set_cookie("desk-language", "pl")
    keep(browser, browser.get(NEW), **SOME)
    queue = browser.get("/")
    assert queue.soup.select_one(".drafts button").get_text().startswith("Usuń")  # type: ignore[union-attr]
    page = browser.send(queue, "/discard")
    assert "Niezapisany formularz usunięto." in page.text
    assert "odrzuc" not in page.text.casefold()


@pytest.mark.parametrize("changed", [{}, {"received_on": "d", "channel": "post"}, {**SOME, "form_key": "x"}])
def test_nothing_is_kept_of_a_form_with_nothing_in_it_or_of_no_form(
    small_desk: DeskUnderTest, changed: dict[str, str]
) -> None:
    browser = small_desk.as_(Role.CLERK)
    assert keep(browser, browser.get(NEW), **changed) == 200
    assert count(small_desk.database, Draft) == 0


def test_a_form_that_is_emptied_again_leaves_no_draft(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page, other = browser.get(NEW), browser.get(NEW)
    keep(browser, page, **SOME)
    keep(browser, other, last_name="Nowak")
    assert keep(browser, page) == 200
    queue = browser.get("/")
    assert "Nowak" in queue.main
    assert "Żółkiewski" not in queue.main


def test_an_older_copy_overwrites_no_newer_typing_and_empties_it_neither(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    older = browser.get(NEW)
    keep(browser, older, **SOME)
    newer = browser.get(link(browser.get("/")))
    desk.clock.advance(minutes=1)
    assert keep(browser, newer, town="Kartuzy") == 204
    assert keep(browser, newer, town="Kartuzy", street="ul. Polna 7") == 204, "its own typing goes on"
    assert keep(browser, older, **SOME, town="Gdynia") == 409
    assert keep(browser, older) == 409
    assert browser.get(link(browser.get("/"))).form(NEW)["street"] == "ul. Polna 7"


def test_saving_an_older_copy_asks_first_and_saves_when_told_again(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    older = browser.get(NEW)
    keep(browser, older, **SOME)
    desk.clock.advance(minutes=1)
    keep(browser, browser.get(link(browser.get("/"))), town="Kartuzy")
    page = browser.send(older, NEW, button="open", **typed(older, town="Gdynia"))
    assert page.status == 409
    assert "more has been typed into it in another place" in page.main
    assert page.form(NEW)["town"] == "Gdynia"
    assert (count(desk.database), count(desk.database, Draft)) == (0, 1)
    newer = str(page.soup.select_one("#summary a")["href"])  # type: ignore[index]
    assert browser.get(newer).form(NEW)["town"] == "Kartuzy"
    assert "Saved 2026/000001." in browser.send(page, NEW, button="open").text
    assert (count(desk.database), count(desk.database, Draft)) == (1, 0)


def test_whoever_typed_first_sees_the_change_even_after_a_button_has_shown_the_form_again(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    keep(browser, page, **SOME)
    desk.clock.advance(minutes=1)
    page = browser.send(page, NEW, button="all_yes", **SOME)
    assert keep(browser, page) == 204, "it is the same copy"
    desk.clock.advance(minutes=1)
    keep(browser, browser.get(link(browser.get("/"))), town="Kartuzy")
    assert keep(browser, page) == 409


def test_more_than_any_paper_holds_is_not_kept(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    assert keep(browser, browser.get(NEW), **SOME, note="x" * 30_000) == 413
    assert count(small_desk.database, Draft) == 0


def test_a_draft_that_no_key_opens_any_more_gives_the_empty_form(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    keep(browser, browser.get(NEW), **SOME)
    with desk.database.transaction() as session:
        session.execute(sa.update(Draft).values(typed="gone"))
    page = browser.get(link(browser.get("/")))
    assert page.status == 200
    assert page.form(NEW)["last_name"] == ""
