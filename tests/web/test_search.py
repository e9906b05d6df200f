"""One search over cases of every kind and state, by whatever the person at the counter says."""

import re
import unicodedata
from datetime import timedelta

from provisioner import applications
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.search import PAGE
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.logins.tables import Login
from provisioner.staff.roles import Role
from tests import changed, resigned
from tests.factories import NOW, PRACTICE, approved, entry, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Page


def search(desk: DeskUnderTest, text: str, **more: str) -> Page:
    return desk.as_(Role.CLERK).get("/search", query_string={"q": text, **more})


def numbers(page: Page) -> list[str]:
    """Those of the list, or of the one case that was opened at once."""
    if page.response.request.path == "/search":
        return [row.get_text(strip=True) for row in page.soup.select(".group:not([aria-labelledby]) tbody th")]
    return re.findall(r"\d{4}/\d{6}", page.title)


def similar(page: Page) -> list[str]:
    return [row.get_text(strip=True) for row in page.soup.select("[aria-labelledby=similar] tbody th")]


KNOWN = [
    "104233",
    "104 233",
    "2026/000001",
    "2026/1",
    "26/1",
    "1/2026",
    "000001",
    "1",
    "zolk",
    "jozef@ex",
    "JOZEF@EXAMPLE.COM",
    "example.com",
    "@example",
    "601234567",
    "601 234 567",
    "+48 601-234-567",
    "0048601234567",
    "601 234",
    "Polna",
    "polna 7",
    "ul. Polna 7, Kartuzy",
    "83-300",
    "83-300 Kartuzy",
    "Żółkiewski",
    "Józef Żółkiewski",
    "ŻÓŁKIEWSKI 104233",
    unicodedata.normalize("NFD", "Żółkiewski"),
    "Żół\x00kiew\u200bski",
]
UNKNOWN = ["601 234 568", "polna 8", "7", "999", "Józef Kowalski", "%", "_", '"', "\U0010ffff"]


def test_a_case_is_found_by_whatever_is_known_of_it(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    assert [text for text in KNOWN if numbers(search(desk, text)) != ["2026/000001"]] == []
    assert [text for text in UNKNOWN if "No case says all of this." not in search(desk, text).main] == []


def test_a_company_is_found_by_its_tax_number(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, customer_kind="company", first_name="", last_name="", company_name="Zakład", nip="6381002015")
    for nip in ("6381002015", "638-100-20-15", "PL 638 100 20 15", "pl6381002015"):
        assert numbers(search(desk, nip)) == ["2026/000001"], nip


def test_who_mistypes_a_name_is_shown_the_similar_ones(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session, first_name="Jan", last_name="Kowalski")
    for text in ("kowlaski", "kowalsky", "kowalki", "koowalskki", "kovalsky jan", "kowlaski jna"):
        page = search(desk, text)
        assert (numbers(page), similar(page)) == ([], ["2026/000001"]), text
    for text in ("kowalewska", "kowlaski anna", "104234", "ab"):
        assert similar(search(desk, text)) == [], text


def test_the_very_word_comes_before_longer_ones_before_similar_ones(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        for place, name in enumerate(("Nowacki", "Nowakowski", "Nowak", "Nowak")):
            recorded(session, customer_number=f"30000{place}", last_name=name)
    page = search(desk, "nowak")
    assert numbers(page) == ["2026/000004", "2026/000003", "2026/000002"]
    assert similar(search(desk, "nowacky")) == ["2026/000001"]


def test_the_one_case_that_says_it_is_opened_at_once_with_the_words_still_in_the_box(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = changed.active(session)
        change = changed.recorded(session, account, phone="602 111 222")
        resigned.recorded(session, account)
    for text, title in (("602111222", change.number), ("2026/000001", account.case_number)):
        page = search(desk, text)
        assert title in page.title
        assert page.form("/search") == {"q": text}
    assert len(numbers(search(desk, account.customer_number))) == 3


def test_a_row_says_first_until_when_and_by_what_the_case_was_found(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        for number in ("300001", "300002"):
            recorded(session, customer_number=number)
    first = search(desk, "polna żółkiewski").soup.select_one(".found tbody tr")
    assert first is not None
    _, due, state, _, found_by, _ = (cell.get_text(" ", strip=True) for cell in first.find_all(["th", "td"]))
    assert due == "at the latest Wednesday 2 December 2026 Later 6 working days left"
    assert state == "To be approved"
    assert found_by == "address: ul. Polna 7 m. 2 83-300 Kartuzy, name"
    assert "phone: 601 234 567" in search(desk, "601 234").main


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
    assert [text.count("at the latest ") for text in texts] == [0, 0, 0, 0, 1]
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
    for gone in ("zolkiewski", "zolkeiwski", "104233", "jozef@example.com"):
        page = search(desk, gone)
        assert (numbers(page), similar(page)) == ([], [])
    for now in ("wrona", "555123", "w@example.com", "jozef"):
        assert numbers(search(desk, now)) == ["2026/000001"]
    assert similar(search(desk, "worna")) == ["2026/000001"]


def test_a_login_given_later_leads_to_its_case(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = approved(session)
        session.add(Login(login="104233_7", case_id=account.case_id))
        session.flush()
        session.get_one(Account, account.id).login = "104233_7"
    assert numbers(search(desk, "104233_7")) == ["2026/000001"]
    assert numbers(search(desk, "104233_7 zolkiewski")) == ["2026/000001"]
    assert numbers(search(desk, "104233_7 wrona")) == []


def test_where_many_are_found_a_page_goes_on_where_the_last_one_ended(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        for number in range(PAGE + 2):
            recorded(session, at=NOW + timedelta(minutes=number), customer_number=f"{200000 + number}")
        recorded(session, customer_number="300000", last_name="Żółkiewskiego", email="zolkiewskiego@example.com",
                 email_again="zolkiewskiego@example.com")  # fmt: skip
    pages = [search(desk, "żółkiewski")]
    while rest := pages[-1].soup.select_one(".more a"):
        pages.append(desk.as_(Role.CLERK).get(str(rest["href"])))
    assert [len(numbers(page)) for page in pages] == [PAGE, 3]
    assert [number for page in pages for number in numbers(page)] == [
        *(f"2026/{number:06d}" for number in range(PAGE + 2, 0, -1)), f"2026/{PAGE + 3:06d}"
    ]  # fmt: skip


def test_a_place_that_is_none_is_the_beginning_or_the_end(desk: DeskUnderTest) -> None:
    for after in ("", "x", "0.0", "9.0.2026/000001.a", "1.1.2026/000001.\U0010ffff", "0.0.2026/000001.\x00"):
        assert search(desk, "1", after=after).status == 200


def test_without_a_word_the_page_says_what_it_finds(small_desk: DeskUnderTest) -> None:
    for text in ("", "   ", "\x00"):
        assert "requests to erase are found in every state" in search(small_desk, text).main
