"""Views of the queue that somebody has saved by name stand above it, theirs alone, and are renamed and deleted."""

import pytest

from provisioner.cases.views.keeping import MOST
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page

POSTED = {"channel": "post", "order": "name"}


def links(page: Page) -> dict[str, str]:
    return {a.get_text(strip=True): str(a["href"]) for a in page.soup.select(".views-row a:not([href='/substitutes'])")}


def save(browser: Browser, name: str, **asked: str) -> Page:
    return browser.send(browser.get("/queue/views", query_string=asked), "/queue/views", view_name=name)


def test_a_saved_view_is_a_link_above_the_queue_of_whoever_saved_it(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.APPROVER)
    save(browser, "  Pocztą,   po nazwisku ", **POSTED)
    assert links(browser.get("/"))["Pocztą, po nazwisku"] == "/?channel=post&order=name"
    here = browser.get("/?channel=post&order=name").soup.select_one(".views-row [aria-current]")
    assert here
    assert here.get_text(strip=True) == "Pocztą, po nazwisku"
    assert list(links(desk.as_(Role.APPROVER, name="Ewa Inna").get("/"))) == ["Save this view…"]


def test_a_view_says_in_words_what_it_shows_and_keeps_nothing_that_is_no_filter(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.APPROVER)
    save(browser, "Moje", status="incomplete", own="shown", group="later", invented="x")
    page = browser.get("/queue/views")
    assert "Incomplete, with my own entries, by deadline" in page.main
    assert links(browser.get("/"))["Moje"] == "/?status=incomplete&own=shown"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\ufffdb"])
def test_a_name_that_is_none_is_named_at_its_field_and_saves_nothing(desk: DeskUnderTest, name: str) -> None:
    browser = desk.as_(Role.CLERK)
    page = save(browser, name, **POSTED)
    assert page.status == 400
    assert "Write a name of 1 to 60 characters" in page.field_error("view_name")
    assert page.form("/queue/views")["channel"] == "post"
    assert list(links(browser.get("/"))) == ["Save this view…"]


def test_two_views_of_one_person_have_two_names(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    save(browser, "Poczta", **POSTED)
    save(browser, "Wszystko")
    assert save(browser, "Poczta").status == 400
    page = browser.get("/queue/views")
    refused = browser.send(page, "/queue/views/2/rename", **{"view_name-2": "Poczta"})
    assert (refused.status, refused.form("/queue/views/2/rename")["view_name-2"]) == (400, "Poczta")
    browser.send(refused, "/queue/views/2/rename", **{"view_name-2": "Cała kolejka"})
    assert list(links(browser.get("/")))[:2] == ["Cała kolejka", "Poczta"]


def test_a_view_is_deleted_by_its_owner_alone(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    save(browser, "Poczta", **POSTED)
    stranger = desk.as_(Role.CLERK, name="Ewa Inna")
    sent = {**stranger.get("/queue/views").form("/queue/views"), "view_name-1": "Cudzy"}
    assert stranger.post("/queue/views/1/delete", data=sent).status == 404
    assert stranger.post("/queue/views/1/rename", data=sent).status == 404
    assert browser.send(browser.get("/queue/views"), "/queue/views/1/delete").status == 200
    assert list(links(browser.get("/"))) == ["Save this view…"]


def test_nobody_saves_more_views_than_can_be_overlooked(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    for number in range(MOST):
        save(browser, f"Widok {number}")
    page = save(browser, "Jeszcze jeden")
    assert (page.status, f"You have {MOST} views already" in page.main) == (400, True)
