"""Lists hold at every width and zoom: nothing overlaps, nothing is cut, nothing needs sideways scrolling."""

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from provisioner.staff.roles import Role
from tests.browser.conftest import ServedDesk

pytestmark = pytest.mark.browser
WIDTHS = range(320, 1921, 40)
ZOOMED = {f"{width} px at {zoom} %": width * 100 // zoom for width in (1280, 1366, 1920) for zoom in (125, 150, 200)}
PAGES = {
    "queue": "/",
    "paused": "/?status=incomplete",
    "accounts": "/accounts",
    "unused": "/accounts/unused",
    "search": "/search?q=1",
    "journal": "/journal",
    "keycloak": "/keycloak",
    "requests": "/privacy/requests",
    "erased": "/privacy/erased",
    "calendar": "/calendar?received_on=23.12.2025",
}
SELDOM = {
    "queue by name": "/?order=name",
    "letters": "/letters",
    "incidents": "/incidents",
    "staff": "/staff",
    "emergencies": "/emergencies",
    "mandates": "/accounts/mandates",
    "regulamin": "/accounts/regulamin",
    "settings": "/settings",
    "grounds": "/settings/deletion_grounds",
    "texts": "/texts",
    "forms": "/forms",
    "edition": "/forms/1",
    "substitutes": "/substitutes",
    "ending many": "/resignations/many",
    "numbers": "/numbers",
}
"""The other pages with tables: where a layout begins and ends every day, at every width in the drill."""
EDGES = (320, 680, 760, 960, 1240)
LOOK = """() => {
  const wrong = [];
  const root = document.documentElement;
  // What only screen readers meet takes no room.
  for (const one of document.querySelectorAll(".hidden-text")) one.style.display = "none";
  if (root.scrollWidth > root.clientWidth) wrong.push("the page scrolls sideways");
  const shown = (one) => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height > 1; };
  for (const row of document.querySelectorAll(".list tbody tr, .list thead tr")) {
    if (!shown(row.parentElement)) continue; // Column heads that only screen readers meet.
    const cells = [...row.children].filter(shown);
    const boxes = cells.map((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return range.getBoundingClientRect();
    });
    cells.forEach((cell, place) => {
      const said = cell.textContent.trim().slice(0, 20);
      const box = cell.getBoundingClientRect();
      if (boxes[place].right > box.right + 1) wrong.push(`runs out of its cell: ${said}`);
      if (boxes[place].right > root.clientWidth) wrong.push(`cut: ${said}`);
      for (let other = place + 1; other < cells.length; other++) {
        const a = boxes[place], b = boxes[other];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) wrong.push(`overlaps: ${said} / ${cells[other].textContent.trim().slice(0, 20)}`);
      }
    });
    const name = row.querySelector(".name");
    if (name && name.getBoundingClientRect().width < 60) wrong.push("the name has no room");
  }
  for (const one of document.querySelectorAll("h2, .badge, .group-count, .number, .mono, .day, .button")) {
    const box = one.getBoundingClientRect();
    const outside = box.right > root.clientWidth + 1 || box.left < -1;
    if (shown(one) && outside) wrong.push(`cut: ${one.textContent.trim().slice(0, 20)}`);
  }
  return [...new Set(wrong)];
}"""


@pytest.fixture(params=["pl", "en"])
def page(request: pytest.FixtureRequest, chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    context = chromium.new_context(locale="pl-PL", timezone_id="Europe/Warsaw")
    served_desk.sign_in(context, request.param, Role.APPROVER, Role.AUDITOR)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_list_holds_at_every_width_and_zoom(page: Page, served_desk: ServedDesk, name: str) -> None:
    page.goto(served_desk.url + PAGES[name])
    wrong: dict[str, list[str]] = {}
    for said, width in {**{f"{width} px": width for width in WIDTHS}, **ZOOMED}.items():
        page.set_viewport_size({"width": width, "height": 900})
        if found := page.evaluate(LOOK):
            wrong[said] = found[:4]
    assert wrong == {}


def look_at_all(page: Page, desk: ServedDesk, widths: Iterable[int]) -> dict[str, list[str]]:
    """What is wrong on the pages that are seldom looked at, by page and width."""
    wrong: dict[str, list[str]] = {}
    for name, path in SELDOM.items():
        page.goto(desk.url + path)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            if found := page.evaluate(LOOK):
                wrong[f"{name} at {width} px"] = found[:4]
    return wrong


@pytest.fixture
def all_roles(chromium: Browser, served_desk: ServedDesk) -> Iterator[Page]:
    """Polish, whose words are the longer ones, before somebody who sees every table."""
    context = chromium.new_context(locale="pl-PL", timezone_id="Europe/Warsaw")
    served_desk.sign_in(context, "pl", *Role)
    yield context.new_page()
    context.close()


def test_every_other_table_holds_where_a_layout_begins_and_ends(all_roles: Page, served_desk: ServedDesk) -> None:
    assert look_at_all(all_roles, served_desk, EDGES) == {}


@pytest.mark.drill_only
def test_every_other_table_holds_at_every_width(all_roles: Page, served_desk: ServedDesk) -> None:
    assert look_at_all(all_roles, served_desk, {*WIDTHS, *ZOOMED.values()}) == {}


def test_a_day_of_cases_is_seen_without_much_scrolling_on_a_tablet(page: Page, served_desk: ServedDesk) -> None:
    page.goto(served_desk.url)
    page.set_viewport_size({"width": 768, "height": 900})
    page.evaluate("document.fonts.ready")
    heights = page.evaluate("[...document.querySelectorAll('.queue tbody tr')].map((row) => row.offsetHeight)")
    assert max(heights) <= 110
    assert sum(heights) / len(heights) <= 80


NAMES = """() => [...document.querySelectorAll('.queue .name')].map((name) => {
  const row = name.closest('tr'), lines = name.getClientRects().length;
  const spare = [...row.children].map((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return cell.getBoundingClientRect().width - range.getBoundingClientRect().width;
  });
  return [lines, Math.max(...spare)];
})"""


def test_at_1280_no_name_wraps_while_a_column_stands_empty(page: Page, served_desk: ServedDesk) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(served_desk.url)
    assert [lines for lines, spare in page.evaluate(NAMES) if lines > 1 and spare > 120] == []


def test_a_large_screen_is_used(page: Page, served_desk: ServedDesk) -> None:
    page.set_viewport_size({"width": 1920, "height": 1000})
    page.goto(served_desk.url)
    width = page.evaluate("document.querySelector('.queue').getBoundingClientRect().width")
    assert width > 1920 * 2 / 3
