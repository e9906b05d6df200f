"""One search over applications in every state, with the accounts they led to."""

import unicodedata
from datetime import timedelta

import pytest

from provisioner import applications
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.search import PAGE
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.logins.tables import Login
from provisioner.staff.roles import Role
from tests.factories import NOW, PRACTICE, approved, entry, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Page


def search(desk: DeskUnderTest, text: str) -> Page:
    return desk.as_(Role.CLERK).get("/search", query_string={"q": text})


def numbers(page: Page) -> list[str]:
    return [row.get_text(strip=True) for row in page.soup.select(".list tbody th")]


@pytest.mark.parametrize(
    "text, found",
    [
        ("104233", True),
        ("2026/000001", True),
        ("000001", True),
        ("1", True),
        ("zolk", True),
        ("jozef@ex", True),
        ("JOZEF@EXAMPLE.COM", True),
        ("999", False),
        ("Żółkiewski", True),
        ("Józef Żółkiewski", True),
        ("ŻÓŁKIEWSKI 104233", True),
        ("Józef Kowalski", False),
        ("%", False),
        ("_", False),
        (unicodedata.normalize("NFD", "Żółkiewski"), True),
        ("Żół\x00kiew\u200bski", True),
        ("\U0010ffff", False),
    ],
)
def test_a_case_is_found_by_number_name_customer_number_and_e_mail(desk: DeskUnderTest, text: str, found: bool) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    page = search(desk, text)
    assert numbers(page) == (["2026/000001"] if found else [])
    assert found or "No application matches." in page.main


def test_every_part_of_a_name_leads_to_it(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, first_name="Anna", last_name="Kowalska-Nowak")
        recorded(session, customer_number="104234", customer_kind="company", first_name="", last_name="",
                 company_name="Zakład Łódź sp. z o.o.", nip="6381002015")  # fmt: skip
    assert numbers(search(desk, "nowak")) == ["2026/000001"]
    assert numbers(search(desk, "kowalska-n")) == ["2026/000001"]
    assert numbers(search(desk, "lodz zaklad")) == ["2026/000002"]


def test_cases_of_every_state_stand_in_one_list_and_a_deadline_only_where_it_runs(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        lis = member(session, "Barbara Lis")
        cases = [recorded(session, customer_number=f"{300000 + n}") for n in range(4)]
        decide.return_incomplete(session, Application, cases[1].id, revision=1, missing="Podpis", by=lis, at=NOW)
        applications.refuse(session, cases[2].id, revision=1, reason="Brak zgody", by=lis, at=NOW)
        applications.withdraw(session, cases[3].id, revision=1, reason="Prośba", by=lis, at=NOW)
        account = approved(session, customer_number="300004")
        account.status = AccountStatus.ACTIVATED
    page = search(desk, "żółkiewski")
    assert numbers(page) == [f"2026/{n:06d}" for n in (5, 4, 3, 2, 1)]
    texts = [row.get_text(" ", strip=True) for row in page.soup.select(".list tbody tr")]
    assert [text.count("due ") for text in texts] == [0, 0, 0, 0, 1]
    for state, text in zip(("Active", "Withdrawn", "Refused", "Incomplete", "To be approved"), texts, strict=True):
        assert state in text
    assert "300004" in texts[0]
    assert "waits for the customer" in texts[3]


def test_a_corrected_case_is_found_by_what_it_says_now(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        case = recorded(session)
        applications.complete(
            session, case.id, entry(session, last_name="Wrona", customer_number="555123", email="w@example.com",
                                    email_again="w@example.com"),
            revision=1, practice=PRACTICE, by=member(session, "Anna Nowak"), at=NOW,
        )  # fmt: skip
    for gone in ("zolkiewski", "104233", "jozef@example.com"):
        assert numbers(search(desk, gone)) == []
    for now in ("wrona", "555123", "w@example.com", "jozef"):
        assert numbers(search(desk, now)) == ["2026/000001"]


def test_a_login_given_later_leads_to_its_case(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = approved(session)
        session.add(Login(login="104233_7", case_id=account.case_id))
        session.flush()
        session.get_one(Account, account.id).login = "104233_7"
    assert numbers(search(desk, "104233_7")) == ["2026/000001"]
    assert numbers(search(desk, "104233_7 zolkiewski")) == ["2026/000001"]
    assert numbers(search(desk, "104233_7 wrona")) == []


def test_where_many_are_found_the_newest_with_the_very_word_are_shown(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        for number in range(PAGE + 2):
            recorded(session, at=NOW + timedelta(minutes=number), customer_number=f"{200000 + number}")
        recorded(session, customer_number="300000", last_name="Żółkiewskiego")
    page = search(small_desk, "żółkiewski")
    assert len(numbers(page)) == PAGE
    assert numbers(page)[0] == f"2026/{PAGE + 2:06d}"
    assert "Type more to find fewer." in page.main
    assert "Type more" not in search(small_desk, "żółkiewskiego").main


def test_without_a_word_the_page_says_what_it_finds(small_desk: DeskUnderTest) -> None:
    for text in ("", "   ", "\x00"):
        assert "Applications in every state are found" in search(small_desk, text).main
