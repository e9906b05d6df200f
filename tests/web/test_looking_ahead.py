"""While a paper is keyed in: cases of the same customer, the town of a postcode, slips in an address (R4)."""

from typing import Any

import pytest
from bs4 import Tag

from provisioner import applications
from provisioner.applications.typed import told, town_proposed
from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.factories import NOW, PAPER, PRACTICE, TODAY, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.rows import count
from tests.web.test_intake import NEW
from tests.web.test_statements import counted


def rail(desk: DeskUnderTest, **typed: str) -> Page:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    return browser.post("/applications/preview", data=page.form(NEW) | typed)


def lines(page: Page) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in page.soup.select(".same li")]


@pytest.mark.parametrize(
    ("typed", "equal"),
    [
        ({"customer_number": " 104233 "}, "customer number"),
        ({"email": "JOZEF@example.com"}, "e-mail"),
        ({"phone": "+48 601-234-567"}, "phone"),
        (
            {
                "first_name": "jozef", "last_name": "ZOLKIEWSKI", "street": "UL. Polna 7 m. 2",
                "postcode": "83300", "town": "kartuzy",
            },
            "name and address",
        ),
        ({"first_name": "Józef", "last_name": "Żółkiewski"}, ""),
        ({"customer_number": "10423"}, ""),
        ({"phone": "601 234 56"}, ""),
        ({"nip": "638-100-20-15"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_case_of_the_same_customer_is_told_as_soon_as_it_is_typed(
    desk: DeskUnderTest, typed: dict[str, str], equal: str
) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    found = lines(rail(desk, **typed))
    told = f"2026/000001 (new tab) To be approved Józef Żółkiewski The same: {equal}"
    assert found == ([told] if equal else [])


def test_a_company_is_found_by_its_tax_number(desk: DeskUnderTest) -> None:
    company: dict[str, Any] = {
        "customer_kind": "company",
        "company_name": "Wspólnota Gdańska 15",
        "nip": "PL 638-100-20-15",
    }
    with desk.database.transaction() as session:
        recorded(session, **company, first_name="", last_name="")
    assert "NIP" in lines(rail(desk, customer_kind="company", nip="PL 638-100-20-15"))[0]


def test_cases_in_every_state_are_told_at_most_five_and_none_of_them_stops_saving(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        for _ in range(6):
            last = recorded(session)
        applications.refuse(session, last.id, revision=1, reason="klauzula 2", by=by, at=NOW)
    page = rail(desk, customer_number="104233")
    assert len(lines(page)) == 5
    assert "Refused" in lines(page)[0]
    assert "There are more; these are the newest." in page.text
    link = page.soup.select_one(".same a")
    assert isinstance(link, Tag)
    assert (link["target"], link["rel"]) == ("_blank", ["noopener"])


def test_looking_ahead_asks_the_database_little(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        for _ in range(6):
            recorded(session)
    browser = desk.as_(Role.CLERK)
    data: dict[str, Any] = browser.get(NEW).form(NEW) | PAPER | {"town": ""}
    with counted(desk.database) as sent:
        page = browser.post("/applications/preview", data=data)
    assert len(sent) <= 8, "\n".join(sent)
    assert len(lines(page)) == 5


def test_the_town_is_that_of_the_newest_case_with_the_postcode(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, town="Kartuzy")
        recorded(session, town="Kiełpino")
        recorded(session, town="Oberhausen", country="Niemcy", postcode="83-300")
        recorded(session, town="Żukowo", postcode="83-330")
    assert "Last time with this postcode: Kiełpino." in rail(desk, postcode="83300").text
    for typed in ({"town": "Kartuzy"}, {"country": "Niemcy"}, {"postcode": "83-30"}, {"postcode": "00-001"}):
        assert "Last time" not in rail(desk, **{"postcode": "83-300", **typed}).text


def test_a_town_of_long_ago_is_found_too(database: Database) -> None:
    with database.transaction() as session:
        for town, postcode in (("Kiełpino", "83-307"), ("Żukowo", "83-330"), ("Kartuzy", "83-300")):
            recorded(session, town=town, postcode=postcode)
        typed = told(session, {"postcode": "83307"}, today=TODAY, practice=PRACTICE)
        assert [town_proposed(session, typed, recent) for recent in (1, 3)] == ["Kiełpino"] * 2


def test_without_a_script_a_button_takes_the_town_and_nothing_else(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, town="Kiełpino")
    browser = desk.as_(Role.CLERK)
    page = browser.send(browser.get(NEW), NEW, postcode="83-300", street="ul. Leśna 1", take="town")
    assert (page.form(NEW)["town"], page.form(NEW)["street"]) == ("Kiełpino", "ul. Leśna 1")
    page = browser.send(page, NEW, town="Kartuzy", take="town")
    assert page.form(NEW)["town"] == "Kartuzy"
    assert count(desk.database) == 1


@pytest.mark.parametrize(
    ("again", "mended"), [("jan@gmail.con", "jan@gmail.com"), ("jan@wp.pl", "jan@wp.pl"), ("", "")]
)
def test_a_slip_in_the_address_is_asked_about_and_mended_by_the_button(
    small_desk: DeskUnderTest, again: str, mended: str
) -> None:
    browser = small_desk.as_(Role.CLERK)
    page = browser.send(browser.get(NEW), NEW, button="preview", email="jan@gmail.con", email_again=again)
    assert "Did you mean jan@gmail.com?" in page.main
    assert page.form(NEW)["email"] == "jan@gmail.con"
    page = browser.send(page, NEW, take="email")
    assert (page.form(NEW)["email"], page.form(NEW)["email_again"]) == ("jan@gmail.com", mended)
    assert "Did you mean" not in page.main
