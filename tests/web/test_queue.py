"""The queue: everything open, the most urgent first (R4)."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import applications
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.queue import LEAST, ROWS
from provisioner.cases.tables import Case
from provisioner.staff.roles import Role
from tests.factories import NOW, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.test_statements import counted


def test_an_empty_queue_says_what_to_do_next(desk: DeskUnderTest) -> None:
    page = desk.as_(Role.CLERK).get("/")
    assert page.status == 200
    assert "No applications in the queue." in page.main
    assert "New application" in page.main


def test_applications_stand_in_groups_by_urgency_with_their_counts(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session)
        recorded(session, customer_number="104234", received_on="1.11.2026", document_date="")
    desk.clock.now = NOW + timedelta(days=1)
    page = desk.as_(Role.CLERK).get("/")
    assert [h2.get_text(" ", strip=True) for h2 in page.soup.find_all("h2")] == [
        "Overdue 1 application",
        "Later 1 application",
    ]


def test_however_many_cases_are_open_the_longest_statement_is_the_same(desk: DeskUnderTest) -> None:
    """Of its dozens of joins each other one would be planned for itself, on each connection of PostgreSQL."""
    browser = desk.as_(Role.CLERK)
    longest = set()
    for number in range(3):
        with desk.database.transaction() as session:
            recorded(session, customer_number=f"10423{number}")
        with counted(desk.database) as asked:
            assert browser.get("/").main.count("10423") == number + 1
        longest.add(max(asked, key=len))
    assert len(longest) == 1


def test_what_waits_for_the_customer_stands_last_and_is_never_overdue(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        back = recorded(session, customer_number="104234", received_on="1.11.2026", document_date="")
        decide.return_incomplete(
            session, Application, back.id, revision=1, missing="Brak podpisu", by=member(session, "Barbara Lis"), at=NOW
        )
        recorded(session)
    page = desk.as_(Role.CLERK).get("/")
    assert [h2.get_text(" ", strip=True) for h2 in page.soup.find_all("h2")] == [
        "Later 1 application",
        "On hold (waiting for the customer) 1 application",
    ]
    paused = page.soup.find(class_="group-paused")
    assert paused
    assert "Brak podpisu" in paused.get_text()
    assert "on hold" in paused.get_text()
    assert "late" not in paused.get_text()


def numbers(page: Page, group: str = "") -> list[str]:
    inside = f".group-{group} " if group else ""
    return [row.get_text(strip=True) for row in page.soup.select(f"{inside}.queue tbody th")]


def filed(desk: DeskUnderTest, many: int, received_on: str) -> list[UUID]:
    with desk.database.transaction() as session:
        return [recorded(session, received_on=received_on, document_date="").id for _ in range(many)]


def test_cases_of_one_day_stand_in_the_order_of_their_numbers(desk: DeskUnderTest) -> None:
    later, earlier = filed(desk, 3, "23.11.2026"), filed(desk, 3, "20.11.2026")
    assert len(later) == len(earlier) == 3
    page = desk.as_(Role.CLERK).get("/")
    assert numbers(page) == [f"2026/{n:06d}" for n in (4, 5, 6, 1, 2, 3)]
    with desk.database.transaction() as session:
        session.get_one(Case, earlier[0]).note = "written again"
    assert numbers(desk.as_(Role.CLERK).get("/")) == numbers(page)


def test_a_page_shows_a_few_of_every_group_and_all_are_reached_page_after_page(desk: DeskUnderTest) -> None:
    filed(desk, ROWS + 3, "2.11.2026")
    filed(desk, ROWS + LEAST + 4, "23.11.2026")
    browser = desk.as_(Role.CLERK)
    page = browser.get("/")
    assert len(numbers(page, "overdue")) == ROWS - LEAST
    assert len(numbers(page, "later")) == LEAST
    assert f"{ROWS + 3} applications" in page.main
    assert f"{ROWS + LEAST + 4} applications" in page.main
    for group, count in (("overdue", ROWS + 3), ("later", ROWS + LEAST + 4)):
        seen, here = numbers(page, group), page
        while on := here.soup.select_one(f".group-{group} .more a"):
            here = browser.get(str(on["href"]))
            seen += numbers(here)
        assert len(seen) == len(set(seen)) == count, group


def test_the_filters_hold_on_the_next_pages_too(small_desk: DeskUnderTest) -> None:
    filed(small_desk, 2 * ROWS, "23.11.2026")
    with small_desk.database.transaction() as session:
        for _ in range(3):
            recorded(session, channel="post", copy_handed="")
    browser = small_desk.as_(Role.CLERK)
    page = browser.get("/?channel=post")
    assert len(numbers(page)) == 3
    assert "3 applications" in page.main
    counter = browser.get("/?channel=counter")
    on = counter.soup.select_one(".more a")
    assert on
    assert "channel=counter" in str(on["href"])
    assert len(numbers(browser.get(str(on["href"])))) == ROWS


@pytest.mark.parametrize("after", ["", "x", "2026-11-24", "2026-13-01.2026/000001", "\x00", "9" * 300])
def test_an_address_that_names_no_place_shows_the_group_from_its_beginning(
    small_desk: DeskUnderTest, after: str
) -> None:
    filed(small_desk, 2, "23.11.2026")
    page = small_desk.as_(Role.CLERK).get("/", query_string={"group": "later", "after": after})
    assert numbers(page)[:1] == ["2026/000001"]


def test_neither_refused_nor_paused_cases_show_a_deadline_that_runs(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        lis = member(session, "Barbara Lis")
        paused, refused, withdrawn = (
            recorded(session, customer_number=f"10423{n}", received_on="1.11.2026", document_date="") for n in (4, 5, 6)
        )
        decide.return_incomplete(session, Application, paused.id, revision=1, missing="Brak podpisu", by=lis, at=NOW)
        applications.refuse(session, refused.id, revision=1, reason="Brak zgody", by=lis, at=NOW)
        applications.withdraw(session, withdrawn.id, revision=1, reason="Prośba", by=lis, at=NOW)
    browser = desk.as_(Role.APPROVER, name="Cezary Zych")
    for case in (paused, refused, withdrawn):
        page = browser.get(f"/applications/{case.id}")
        assert not [word for word in ("due on", "late", "by the end of", "Registration from") if word in page.main]


def test_a_place_in_the_queue_that_is_none_is_its_beginning(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    desk.clock.now += timedelta(days=60)
    clerk = desk.as_(Role.CLERK)
    for after in ("x", "2026-01-01.", "2026-01-01.\x00", "2026-01-01.2026/000001"):
        page = clerk.get("/", query_string={"group": "overdue", "after": after})
        assert (page.status, "2026/000001" in page.main) == (200, True)


def customers(page: Page) -> list[str]:
    return [row.get_text(strip=True) for row in page.soup.select(".queue tbody .customer .name")]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("deadline", ["Adam Zych", "Zofia Abram", "Maria Kos"]),
        ("received", ["Zofia Abram", "Adam Zych", "Maria Kos"]),
        ("number", ["Maria Kos", "Zofia Abram", "Adam Zych"]),
        ("name", ["Zofia Abram", "Maria Kos", "Adam Zych"]),
        ("invented", ["Adam Zych", "Zofia Abram", "Maria Kos"]),
    ],
)
def test_the_queue_is_read_in_the_order_asked_for(small_desk: DeskUnderTest, order: str, expected: list[str]) -> None:
    with small_desk.database.transaction() as session:
        recorded(session, first_name="Maria", last_name="Kos")
        recorded(session, first_name="Zofia", last_name="Abram", received_on="19.11.2026", document_date="")
        recorded(session, first_name="Adam", last_name="Zych", received_on="20.11.2026", document_date="")
        session.scalars(sa.select(Case).where(Case.display_name == "Adam Zych")).one().due_last -= timedelta(days=9)
    page = small_desk.as_(Role.CLERK).get("/", query_string={"order": order})
    assert customers(page) == expected


def test_in_another_order_each_case_says_itself_how_urgent_it_is(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        recorded(session, received_on="1.11.2026", document_date="")
        recorded(session, channel="post", copy_handed="")
    small_desk.clock.now += timedelta(days=1)
    page = small_desk.as_(Role.CLERK).get("/?order=number")
    assert [h2.get_text(" ", strip=True) for h2 in page.soup.select(".group h2")] == ["To be approved 2 applications"]
    assert [badge.get_text(strip=True) for badge in page.soup.select(".queue .due .badge")] == [
        "10 working days late",
        "5 working days left",
    ]


@pytest.mark.parametrize("order", ["deadline", "received", "number", "name"])
def test_every_case_is_reached_page_after_page_in_every_order(desk: DeskUnderTest, order: str) -> None:
    filed(desk, 2 * ROWS + 3, "23.11.2026")
    browser = desk.as_(Role.CLERK)
    page = browser.get("/", query_string={"order": order})
    seen = numbers(page)
    while on := page.soup.select_one(".more a"):
        assert "Żółkiewski" not in str(on["href"])
        page = browser.get(str(on["href"]))
        seen += numbers(page)
    assert len(seen) == len(set(seen)) == 2 * ROWS + 3
