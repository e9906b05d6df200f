"""Every list as a file: each row of it and not only the page, the filters kept, who took it in the journal."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from provisioner.accounts.rules import AccountStatus
from provisioner.agreement.listing import SHOWN
from provisioner.agreement.rules import CUSTOMERS, FindingKind
from provisioner.agreement.tables import Finding
from provisioner.applications import search
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.office.tables import OfficeSetting
from provisioner.staff.roles import Role
from provisioner.web.pages.post import page as letters_to_print
from tests import asked, changed, resigned
from tests.declared import NEW, opened_on, under_the_old
from tests.emergencies import alone
from tests.factories import NOW, approved, member, recorded
from tests.mandated import acting
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.rows import events
from tests.web.test_staff_list import ANNA, GONE, listed

PAGES = {
    "/": "/queue/export",
    "/accounts": "/accounts/export",
    "/accounts/unused": "/accounts/unused/export",
    "/accounts/mandates": "/accounts/mandates/export",
    "/accounts/regulamin": "/accounts/regulamin/export",
    "/staff": "/staff/export",
    "/keycloak": "/keycloak/export",
    "/letters": "/letters/export",
    "/search?q=104233": "/search/export",
    "/emergencies": "/emergencies/export",
}


def auditor(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.AUDITOR, name="Ewa Rewizor")


def saved(browser: Browser, page: str, path: str) -> list[list[str]]:
    """The rows under the headings of the file that the page offers."""
    answer = browser.client.post(path, data=browser.get(page).form(path) | {"kind_of_file": "csv"})
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))[1:]


def many(database: Database, count: int) -> None:
    with database.transaction() as session:
        for number in range(count):
            address, word = f"a{number}@example.com", f"200{number:03d}"
            account = approved(session, customer_number=word, email=address, email_again=address)
            account.status, account.notified_at = AccountStatus.NOTIFIED, NOW - timedelta(days=2 * number)


def test_the_queue_is_saved_whole_with_what_hinders_each_case(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        for number in range(31):
            address = f"a{number}@example.com"
            recorded(session, customer_number=f"200{number:03d}", email=address, email_again=address)
        recorded(session, customer_number="300001", regulamin_signed="no", channel="post",
                 copy_handed="")  # fmt: skip
    lines = saved(auditor(desk), "/", "/queue/export")
    assert len(lines) == 32
    assert lines[-1] == [
        "2026/000032", "Józef Żółkiewski", "300001", "account", "To be approved", "by post", "",
        "23.11.2026", "02.12.2026", "Later", "", "Regulamin not signed", "Anna Nowak",
        "the customer", "", "", "",
    ]  # fmt: skip
    assert [line[0] for line in saved(auditor(desk), "/?channel=post", "/queue/export")] == ["2026/000032"]
    assert events(desk.database)[-1] == Event.QUEUE_EXPORTED


def test_accounts_are_saved_whole_or_of_one_state(desk: DeskUnderTest) -> None:
    many(desk.database, 51)
    with desk.database.transaction() as session:
        approved(session)
    assert len(saved(auditor(desk), "/accounts", "/accounts/export")) == 52
    (line,) = saved(auditor(desk), "/accounts?status=approved", "/accounts/export")
    assert line[1:5] == ["Waiting for the system", "104233", "Józef Żółkiewski", "104233"]
    assert events(desk.database)[-1] == Event.ACCOUNTS_EXPORTED


def test_unused_accounts_are_saved_whole_or_those_proposed_for_closing(desk: DeskUnderTest) -> None:
    many(desk.database, 51)
    assert len(saved(auditor(desk), "/accounts/unused", "/accounts/unused/export")) == 51
    proposed = saved(auditor(desk), "/accounts/unused?show=proposed", "/accounts/unused/export")
    assert 0 < len(proposed) < 51
    assert events(desk.database)[-1] == Event.UNUSED_EXPORTED


def test_mandates_that_end_are_saved_with_who_acts(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        acting(session, mandate_until="30.11.2026")
    (line,) = saved(auditor(desk), "/accounts/mandates", "/accounts/mandates/export")
    assert line[-3:] == ["Anna Lis", "an attorney", "30.11.2026"]
    assert events(desk.database)[-1] == Event.MANDATES_EXPORTED


def test_who_has_not_accepted_the_regulamin_is_saved(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        session.add(OfficeSetting(name="reacceptance_on_new_version", value=True))
        under_the_old(session)
        opened_on(session, NEW, customer_number="200001", email="b@example.com", email_again="b@example.com")
    (line,) = saved(auditor(desk), "/accounts/regulamin", "/accounts/regulamin/export")
    assert line[-2:] == ["Regulamin z września", "not asked yet"]
    assert events(desk.database)[-1] == Event.OUTSTANDING_EXPORTED


def test_what_looks_like_a_formula_is_text_and_the_file_is_named_by_its_day(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        recorded(session, customer_kind="company", company_name="=cmd|calc", nip="8567346215")
    browser = auditor(small_desk)
    (line,) = saved(browser, "/", "/queue/export")
    assert line[1] == "'=cmd|calc"
    form = browser.get("/").form("/queue/export") | {"kind_of_file": "xlsx"}
    named = browser.client.post("/queue/export", data=form).headers["Content-Disposition"]
    assert named == "attachment; filename=queue-2026-11-24.xlsx"


@pytest.mark.parametrize("page", PAGES)
def test_only_auditors_save_lists(small_desk: DeskUnderTest, page: str) -> None:
    many(small_desk.database, 1)
    approver = small_desk.as_(Role.APPROVER, Role.ADMINISTRATOR, name="Barbara Lis")
    assert not approver.get(page).has_form(PAGES[page])


def test_an_office_that_asks_nobody_saves_nobody(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        under_the_old(session)
    browser = auditor(small_desk)
    assert not browser.get("/accounts/regulamin").has_form("/accounts/regulamin/export")


def test_the_list_of_staff_is_saved_with_roles_and_doubts(small_desk: DeskUnderTest) -> None:
    listed(small_desk, ANNA, GONE)
    lines = saved(auditor(small_desk), "/staff", "/staff/export")
    assert [(line[1], line[4]) for line in lines] == [
        (ANNA.login, "Has never signed in"), (GONE.login, "Disabled, but has a role"),
    ]  # fmt: skip
    assert events(small_desk.database)[-1] == Event.STAFF_EXPORTED


def test_what_stands_open_in_keycloak_is_saved_whole_in_the_order_of_the_page(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        session.add_all(
            Finding(kind=FindingKind.UNKNOWN_CASE, realm=CUSTOMERS, subject=f"user-{one}", found_at=NOW, last_at=NOW)
            for one in range(SHOWN + 1)
        )
    lines = saved(auditor(small_desk), "/keycloak", "/keycloak/export")
    assert len(lines) == SHOWN + 1
    assert lines[0][2] == f"user-{SHOWN}"
    assert events(small_desk.database)[-1] == Event.FINDINGS_EXPORTED


def test_the_letters_to_print_are_saved_whole(small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters_to_print, "AT_ONCE", 2)
    with small_desk.database.transaction() as session:
        for number in range(3):
            case = recorded(session, customer_number=f"200{number:03d}", regulamin_signed="no")
            case.status, case.decided_at, case.decision_reason = CaseStatus.REFUSED, NOW, "Brak podpisu"
            case.decided_by = member(session, "Barbara Lis").id
    lines = saved(auditor(small_desk), "/letters", "/letters/export")
    assert len(lines) == 3
    assert lines[0][:3] == ["2026/000001", "Józef Żółkiewski", "letter of refusal"]
    assert events(small_desk.database)[-1] == Event.LETTERS_EXPORTED


def test_what_a_search_has_found_is_saved_whole_and_each_case_once(
    small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", 4)
    with small_desk.database.transaction() as session:
        for number in range(search.PAGE + 2):
            recorded(session, customer_number=f"200{number:03d}", last_name="Żółkiewski-Żółty")
        recorded(session, customer_number="300000", last_name="Lis")
    lines = saved(auditor(small_desk), "/search?q=zol", "/search/export")
    assert len({line[0] for line in lines}) == len(lines) == search.PAGE + 2
    assert [line[2] for line in saved(auditor(small_desk), "/search?q=zol+20000", "/search/export")] == [
        f"200{number:03d}" for number in range(9, -1, -1)
    ]
    assert events(small_desk.database)[-1] == Event.SEARCH_EXPORTED


@pytest.mark.parametrize("at_once", [2, 3, 6])
def test_those_with_the_very_word_and_those_with_longer_ones_are_all_saved(
    small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", at_once)
    with small_desk.database.transaction() as session:
        for number in range(5):
            recorded(session, customer_number=f"200{number:03d}", last_name="Nowak")
            recorded(session, customer_number=f"300{number:03d}", last_name="Nowakowski")
    lines = saved(auditor(small_desk), "/search?q=nowak", "/search/export")
    assert [line[2] for line in lines] == [f"{first}00{number:03d}" for first in "23" for number in range(4, -1, -1)]


@pytest.mark.parametrize("list_of_cases", ["/", "/search?q=104233"])
def test_who_signed_stands_in_the_file_with_kind_and_date_of_the_proof(
    small_desk: DeskUnderTest, list_of_cases: str
) -> None:
    by: dict[str, Any] = {"filed_by": "manager", "attorney_name": "Zarządca Sp. z o.o.", "proof_kind": "resolution"}
    with small_desk.database.transaction() as session:
        account = under_the_old(session)
        recorded(session, **by, proof_on="02.03.2026")
        changed.recorded(session, account, phone="600 700 800")
        resigned.recorded(session, account, asked_by="guardian", asker_name="Anna Lis", proof="postanowienie z 3.03")
        asked.asked(session, asked_by="attorney", attorney_name="Jan Lis")
    browser = auditor(small_desk)
    lines = {line[0]: line[-4:] for line in saved(browser, list_of_cases, PAGES[list_of_cases])}
    assert [lines[number] for number in sorted(lines)][-4:] == [
        ["a manager", "Zarządca Sp. z o.o.", "resolution", "02.03.2026"],
        ["", "", "", ""],
        ["a legal guardian", "Anna Lis", "postanowienie z 3.03", ""],
        ["an attorney", "Jan Lis", "", ""],
    ]


def test_nobody_signed_what_the_office_does_of_itself_or_what_is_not_signed(small_desk: DeskUnderTest) -> None:
    heir: dict[str, Any] = {"asked_by": "heir", "ground": "death", "asker_name": "Jan Lis", "proof": "akt zgonu 7/2026"}
    with small_desk.database.transaction() as session:
        account = under_the_old(session)
        for typed in (resigned.BY_OFFICE, {"signed": "no"}, heir):
            resigned.recorded(session, account, **typed)
    browser = auditor(small_desk)
    lines = {line[0]: line[-4:] for line in saved(browser, "/", PAGES["/"])}
    assert [lines[number] for number in sorted(lines)] == [
        ["", "", "", ""],
        ["", "", "", ""],
        ["an heir", "Jan Lis", "akt zgonu 7/2026", ""],
    ]


def test_emergencies_are_saved_with_their_review(small_desk: DeskUnderTest) -> None:
    alone(small_desk.database)
    lines = saved(auditor(small_desk), "/emergencies", "/emergencies/export")
    assert lines, "what waits for a review, too"
    assert all(line[3] and line[5] for line in lines)
    assert events(small_desk.database)[-1] == Event.EMERGENCIES_EXPORTED


def test_a_table_of_the_numbers_is_saved_by_whoever_reads_them(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        recorded(session)
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    lines = saved(browser, "/numbers?year=2026&month=11", "/numbers/export")
    assert lines[0][0] == "November 2026"
    assert lines[0][-1] == "1"
    assert events(small_desk.database)[-1] == Event.NUMBERS_EXPORTED
    form = browser.get("/numbers").form("/numbers/export") | {"table": "secrets", "kind_of_file": "csv"}
    assert browser.client.post("/numbers/export", data=form).status_code == 404
