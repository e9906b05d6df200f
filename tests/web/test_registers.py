"""The registers of requests and of erasures: everything asked for and erased, on a page and in a file."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from provisioner import journal
from provisioner.cases import decide
from provisioner.erasures.tables import ErasureRequest
from provisioner.journal import Event
from provisioner.privacy.copies import note
from provisioner.staff.roles import Role
from tests.asked import APPROVER, agree, asked, carried_out, kept, left
from tests.factories import NOW, member
from tests.privacy.desk import erasing, refused
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser, Page
from tests.web.rows import events

REQUESTS, ERASED = "/privacy/requests", "/privacy/erased"


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[DeskUnderTest]:
    """A desk whose worker may erase, on both databases."""
    with erasing(database_url, tmp_path) as database:
        yield desk_over(database)


@pytest.fixture
def request_id(desk: DeskUnderTest) -> UUID:
    """An approved request: one case is erased, one is kept; another is refused, a copy was made before."""
    with desk.database.transaction() as session:
        case = left(session).case_id
        refused(session)
        note(session, [case], at=NOW - timedelta(days=30), actor=journal.OPERATOR)
        kept(session, case)
        request = asked(session).id
        other = asked(session, customer_number="200001", last_name="Obcy", received_on="20.11.2026")
        decide.refuse(
            session, ErasureRequest, other.id, revision=1, reason="nie ona", by=member(session, APPROVER), at=NOW
        )
        asked(session, customer_number="200002", last_name="Trzeci", received_on="1.10.2026", document_date="")
    with desk.database.transaction() as session:
        agree(session, request)
    assert carried_out(desk.database) == 1
    return request


def auditor(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.AUDITOR, name="Ewa Rewizor")


def cells(page: Page) -> list[list[str]]:
    lines = page.soup.select("main table tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in line.find_all(["th", "td"])] for line in lines]


def saved(browser: Browser, path: str) -> list[list[str]]:
    form = browser.get(path).form(f"{path}/export")
    answer = browser.client.post(f"{path}/export", data=form | {"kind_of_file": "csv"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_requests_of_both_kinds_stand_in_one_register(desk: DeskUnderTest, request_id: UUID) -> None:
    told = cells(auditor(desk).get(REQUESTS))
    assert [row[:5] for row in told] == [
        ["2026/000003", "erasure of data", "Józef Żółkiewski", "Mon 23 Nov", "–"],
        ["2026/000004", "erasure of data", "Józef Obcy", "Fri 20 Nov", "–"],
        ["2026/000001", "copy of data", "Józef Żółkiewski", "Sun 25 Oct", "–"],
        ["2026/000005", "erasure of data", "Józef Trzeci", "Thu 1 Oct", "Mon 2 Nov"],
    ]
    assert told[0][5:] == ["Approved", "today 10:00, Barbara Lis; 1 case approved for erasure, 1 case kept"]
    assert told[1][5:] == ["Refused", "today 10:00, Barbara Lis"]
    assert told[2][5:] == ["–", "Sun 25 Oct, 10:00, operator"]
    assert told[3][5:] == ["To be approved", "–"]


def test_every_request_is_saved_as_a_file_and_the_journal_notes_who_took_it(
    desk: DeskUnderTest, request_id: UUID
) -> None:
    headings, *lines = saved(auditor(desk), REQUESTS)
    assert (headings[0], headings[-1], len(lines)) == ("What was asked for", "Cases kept", 4)
    assert lines[0][:9] == [
        "erasure of data", "2026/000003", "Józef Żółkiewski", "by post", "23.11.2026", "23.12.2026", "", "Approved",
        "2026-11-24 10:00:00+01:00",
    ]  # fmt: skip
    assert lines[0][9:] == ["Barbara Lis", "1", "1"]
    assert events(desk.database)[-1] == Event.REQUESTS_EXPORTED


def test_a_request_that_was_erased_itself_keeps_its_line(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        left(session)
        request = asked(session).id
    with desk.database.transaction() as session:
        agree(session, request)
    carried_out(desk.database)
    assert carried_out(desk.database, NOW + timedelta(days=1096)) == 1
    (line,) = cells(auditor(desk).get(REQUESTS))
    assert line[:3] == ["2026/000002", "erasure of data", "–"]
    assert "Żółkiewski" not in str(saved(auditor(desk), REQUESTS))


def test_every_erasure_is_saved_as_a_file(desk: DeskUnderTest, request_id: UUID) -> None:
    assert [row[:2] for row in cells(auditor(desk).get(ERASED))] == [["2026/000002", "the person's request"]]
    headings, line = saved(auditor(desk), ERASED)
    assert dict(zip(headings, line, strict=True)) == {
        "Number": "2026/000002", "What it asked for": "account", "How it was filed": "at the counter",
        "Date received": "23.11.2026", "Recorded": "2026-11-24 10:00:00+01:00", "Recorded by": "Anna Nowak",
        "Where it stood": "Refused", "Decided": "2026-11-24 10:00:00+01:00", "Decided by": "Barbara Lis", "Account": "",
        "Own password set": "", "Why erased": "the person's request", "Erased": "2026-11-24 11:00:00+01:00",
        "Erased by": "Barbara Lis",
    }  # fmt: skip
    assert events(desk.database)[-1] == Event.ERASURES_EXPORTED


def test_only_auditors_save_them_and_clerks_read_none(desk: DeskUnderTest, request_id: UUID) -> None:
    approver = desk.as_(Role.APPROVER, name=APPROVER)
    for path in (REQUESTS, ERASED):
        assert not approver.get(path).has_form(f"{path}/export")
        assert desk.as_(Role.CLERK).get(path).status == 403


def test_empty_registers_say_what_to_do(desk: DeskUnderTest) -> None:
    assert "Nobody has asked for anything yet." in auditor(desk).get(REQUESTS).main
    assert "Nothing was erased yet." in auditor(desk).get(ERASED).main


def test_a_page_of_a_long_register_says_that_there_are_more(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        for number in range(101):
            asked(session, customer_number=f"2{number:05d}")
    page = auditor(desk).get(REQUESTS)
    assert len(cells(page)) == 100
    assert "There are more" in page.main
    assert len(saved(auditor(desk), REQUESTS)) == 102


def test_polish_pages(desk: DeskUnderTest, request_id: UUID) -> None:
    browser = auditor(desk)
    browser.client.set_cookie("desk-language", "pl")
    assert "Rejestr żądań" in browser.get(REQUESTS).main
    assert "1 sprawa zatwierdzona do usunięcia, 1 sprawa zachowana" in browser.get(REQUESTS).main
    assert "żądanie osoby" in browser.get(ERASED).main
