"""Equal customer number, e-mail, tax number, phone, or name and address are told, in any state, and stop nobody."""

from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import Tag

from provisioner.accounts.tables import Account
from provisioner.applications import alike, refuse, withdraw
from provisioner.applications.alike import MOST, Likeness
from provisioner.applications.resembling import HOUSE
from provisioner.applications.tables import Application
from provisioner.cases.finding.tables import CaseWord
from provisioner.database import Database
from provisioner.staff.roles import Role
from tests import changed, corrected
from tests.factories import NOW, approved, member, paper, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Page

OTHER: dict[str, Any] = {
    "customer_number": "555777", "first_name": "Ewa", "last_name": "Kos", "street": "Leśna 1",
    "email": "ewa@example.com", "email_again": "ewa@example.com", "phone": "602 111 222",
}  # fmt: skip
COMPANY = {"customer_kind": "company", "company_name": "Kos sp. z o.o.", "nip": "8567346215"}
JOZEF = {"first_name": "Józef", "last_name": "Żółkiewski"}
AT_HOME = {"street": "ul. Polna 7 m. 2"}
KOS: dict[str, Any] = {"email": "kos@example.com", "email_again": "kos@example.com"}


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        ({}, {"customer_number": "104233"}, [Likeness.CUSTOMER_NUMBER]),
        ({}, {"email": "JOZEF@Example.com", "email_again": "JOZEF@Example.com"}, [Likeness.EMAIL]),
        (COMPANY, {**COMPANY, "company_name": "Inna S.A.", "nip": "PL 856-734-62-15"}, [Likeness.NIP]),
        ({}, {"phone": "+48 601-234-567"}, [Likeness.PHONE]),
        (
            {},
            {"first_name": "jozef", "last_name": "ZOLKIEWSKI", "street": "UL. Polna  7 m. 2"},
            [Likeness.NAME_AND_ADDRESS],
        ),
        ({}, {**JOZEF, "street": "ul. Polna 7/2"}, [Likeness.RESEMBLING]),
        ({}, {**JOZEF, "street": "Polna 7 m.2", "postcode": "83-330"}, [Likeness.RESEMBLING]),
        ({}, {**JOZEF, "street": "Plona 7 m 2", "last_name": "Żółkiewsky"}, [Likeness.RESEMBLING]),
        ({}, {**AT_HOME, "first_name": "Żółkiewski", "last_name": "Józef"}, [Likeness.RESEMBLING]),
        ({}, {**AT_HOME, "first_name": "Józef Jan", "last_name": "Żółkiewski"}, [Likeness.RESEMBLING]),
        ({}, {**AT_HOME, "first_name": "Hanna", "last_name": "Żółkiewska"}, []),
        ({}, {**JOZEF, "street": "ul. Polna 72"}, []),
        ({}, {**JOZEF, "street": "ul. Polna 7 m. 3"}, []),
        ({}, {**JOZEF, "street": "ul. Polna 7 m. 2", "postcode": "80-001", "town": "Gdańsk"}, []),
        (
            {"street": "Borkowo 7 a"},
            {**JOZEF, "street": "Borkowo 7A"},
            [Likeness.RESEMBLING],
        ),
        ({"email": "jan.kos@example.com", "email_again": "jan.kos@example.com"}, KOS, []),
        ({"customer_number": "602111222"}, {}, []),
        ({}, {"first_name": "Józef", "last_name": "Żółkiewski"}, []),
        ({}, {"street": "ul. Polna 7 m. 2"}, []),
        ({"phone": ""}, {"phone": ""}, []),
        ({}, {}, []),
    ],
)
def test_what_is_equal_is_found(
    database: Database, first: dict[str, Any], second: dict[str, Any], equal: list[Likeness]
) -> None:
    with database.transaction() as session:
        earlier = recorded(session, **first)
        found = alike(session, recorded(session, **{**OTHER, **second}))
        assert [(one.id, list(one.equal)) for one in found.cases] == ([(earlier.id, equal)] if equal else [])


def test_the_very_name_at_the_address_is_found_beyond_those_that_are_looked_through(database: Database) -> None:
    same: dict[str, Any] = {**JOZEF, **AT_HOME}
    with database.transaction() as session:
        earlier = recorded(session, **same)
        of_house = CaseWord.word.startswith(HOUSE)
        session.execute(sa.delete(CaseWord).where(CaseWord.case_id == earlier.id, of_house))
        found = alike(session, recorded(session, **{**OTHER, **same}))
        assert [(one.id, list(one.equal)) for one in found.cases] == [(earlier.id, [Likeness.NAME_AND_ADDRESS])]


def test_the_address_an_account_has_now_is_told_whichever_way_it_came_to_it(database: Database) -> None:
    with database.transaction() as session:
        account, last = corrected.wrong(session), recorded(session, **OTHER | KOS).id
    corrected.corrected(database, account, KOS["email"])
    with database.reading() as session:
        found = alike(session, session.get_one(Application, last))
    assert [(one.id, list(one.equal)) for one in found.cases] == [(account.case_id, [Likeness.EMAIL])]


@pytest.mark.parametrize("told", [{"phone": "602111222"}, {"email": OTHER["email"]}])
def test_a_paper_that_changes_data_is_told_and_is_never_the_same_application(
    small_desk: DeskUnderTest, told: dict[str, str]
) -> None:
    with small_desk.database.transaction() as session:
        change = changed.recorded(session, changed.active(session), **told)
        last, number = recorded(session, **OTHER).id, change.number
    found = card(small_desk.as_(Role.CLERK).get(f"/applications/{last}"))
    assert number in found.get_text()
    assert not found.find("select")


def test_cases_in_any_state_are_shown_with_number_state_and_what_is_equal(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        account = approved(session)
        for ended, decide in ((recorded(session), refuse), (recorded(session), withdraw)):
            decide(session, ended.id, revision=1, reason="klauzula 2", by=by, at=NOW)
        same_mailbox: dict[str, Any] = {**OTHER, "email": "jozef@example.com", "email_again": "jozef@example.com"}
        last, shown = recorded(session, **same_mailbox).id, account.case_id
    page = desk.as_(Role.CLERK).get(f"/applications/{last}")
    same = page.soup.find("section", attrs={"aria-labelledby": "same-title"})
    assert same
    lines = [" ".join(line.get_text(" ").split()) for line in same.find_all("li")]
    assert lines == [
        "2026/000003 Withdrawn Józef Żółkiewski The same: e-mail",
        "2026/000002 Refused Józef Żółkiewski The same: e-mail",
        "2026/000001 Waiting for the system Józef Żółkiewski The same: e-mail",
    ]
    assert same.find("a", href=f"/applications/{shown}")
    assert "screen-only" in (same.get("class") or [])


def test_saving_tells_how_many_cases_have_the_same_data_and_is_not_stopped(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        recorded(session)
        typed = paper(session, **OTHER) | {"phone": "601234567"}
    browser = small_desk.as_(Role.CLERK)
    page = browser.send(browser.get("/applications/new"), "/applications/new", **typed)
    assert page.status == 200
    assert "Saved 2026/000002. 1 other case has the same data: see the case." in page.text
    assert "The same: phone" in page.main
    with small_desk.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Application.id))) == 2


def card(page: Page) -> Tag:
    found = page.soup.find("section", attrs={"aria-labelledby": "same-title"})
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize(
    ("others", "folded", "english", "polish"),
    [
        (5, 0, "", ""),
        (6, 1, "1 older case", "1 starsza sprawa"),
        (7, 2, "2 older cases", "2 starsze sprawy"),
        (10, 5, "5 older cases", "5 starszych spraw"),
    ],
)
def test_five_stand_open_and_the_older_ones_are_folded_under_their_count(
    small_desk: DeskUnderTest, others: int, folded: int, english: str, polish: str
) -> None:
    with small_desk.database.transaction() as session:
        for _ in range(others):
            recorded(session)
        case = recorded(session).id
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    for language, counted in (("en", english), ("pl", polish)):
        browser.client.set_cookie("desk-language", language)
        found = card(browser.get(f"/applications/{case}"))
        assert [len(part.find_all("li")) for part in found.find_all("ul")] == ([5, folded] if folded else [5])
        summary = found.select_one("details.same-others:not([open]) > summary")
        assert (summary.get_text(strip=True) if summary else "") == counted


def test_of_very_many_the_newest_are_shown(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        for _ in range(MOST + 1):
            recorded(session)
        case = recorded(session).id
    page = small_desk.as_(Role.CLERK).get(f"/applications/{case}")
    assert page.main.count("The same:") == MOST
    assert "There are more; these are the newest." in page.main
    assert "2026/000001 " not in page.main


def test_a_further_account_of_one_customer_is_approved_all_the_same(database: Database) -> None:
    with database.transaction() as session:
        approved(session)
        approved(session)
        assert session.scalar(sa.select(sa.func.count(Account.id))) == 2
