"""Scans on the desk: added to any case, shown beside its data, refused in words, removed for a reason."""

from io import BytesIO
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from provisioner import applications, office
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.scans.doors import add
from provisioner.scans.rules import FileKind, VirusCheck
from provisioner.scans.tables import Scan, ScanContent, ScanPage
from provisioner.staff.roles import Role
from tests import changed
from tests.factories import NOW, member, recorded
from tests.privacy.desk import refused
from tests.scanned import EICAR, drawn, encrypted, pages, pdf_with, picture, script
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import count, events, rows

PICTURE = drawn("Wniosek")
"""A scan read once for all tests that are not about reading."""


@pytest.fixture
def case(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session).id


def upload(browser: Browser, page: Page, *contents: bytes, name: str = "skan.pdf") -> Page:
    """Choose these files in the form of a page and send it."""
    form = page.form("/scans")
    sent = [(BytesIO(content), name) for content in contents]
    return browser.post(str(page.form_tag("/scans")["action"]), data={**form, "scans": sent or [(BytesIO(), "")]})


def put(desk: DeskUnderTest, case: UUID, *, check: bool = False) -> UUID:
    """A scan of one page on the case, by Anna Nowak."""
    with desk.database.transaction() as session:
        add(session, case, [PICTURE], check=check, by=member(session, "Anna Nowak"), at=NOW)
        return session.scalars(sa.select(Scan.id)).one()


def test_a_scan_is_added_on_the_case_shown_beside_its_data_and_told_in_its_history(
    desk: DeskUnderTest, case: UUID
) -> None:
    clerk = desk.as_(Role.CLERK, name="Celina Clerk")
    page = clerk.get(f"/applications/{case}")
    assert "There is no scan of this paper yet." in page.main
    page = upload(clerk, page, pages(count=2))
    assert "1 scan is added." in page.main
    assert "Celina Clerk · added a scan: Scan 1, 2 pages" in " ".join(page.main.split())
    shown = page.soup.select("[data-scan-page] img")
    alone = "Open the picture alone (new tab)"
    assert [one["alt"] for one in shown] == [f"Scan 1, page {number} of 2. {alone}" for number in (1, 2)]
    for one in shown:
        answer = clerk.client.get(str(one["src"]))
        assert (answer.status_code, answer.content_type, answer.data[:4]) == (200, "image/webp", b"RIFF")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")


def test_the_name_of_the_file_is_kept_nowhere_and_the_file_leaves_as_it_came_and_is_noted(
    desk: DeskUnderTest, case: UUID
) -> None:
    clerk, content = desk.as_(Role.CLERK), pages(count=1)
    upload(clerk, clerk.get(f"/applications/{case}"), content, name="../../Kowalski pesel 44051401359.exe")
    (scan,) = rows(desk.database, Scan)
    assert (scan.number, scan.kind, scan.bytes) == (1, FileKind.PDF, len(content))
    page = clerk.get(f"/cases/{case}/scans")
    assert "Kowalski" not in page.text
    answer = clerk.client.get(str(page.soup.select("a[download]")[0]["href"]))
    assert (answer.data, answer.content_type) == (content, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=scan-1.pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert events(desk.database)[-1] == Event.SCAN_HANDED_OUT


def test_the_same_file_twice_stands_once_and_that_is_said(desk: DeskUnderTest, case: UUID) -> None:
    clerk, content = desk.as_(Role.CLERK), picture("PNG")
    page = upload(clerk, clerk.get(f"/cases/{case}/scans"), content, content)
    page = upload(clerk, clerk.get(f"/cases/{case}/scans"), content, picture("PNG", "inny"))
    assert "1 scan is added." in page.main
    assert "This very file is on the case already, as scan 1; it is kept once." in page.main
    assert (count(desk.database, Scan), events(desk.database).count(Event.SCAN_ADDED)) == (2, 2)


@pytest.mark.parametrize(
    "contents, words",
    [
        ((), "Choose a file: PDF, JPEG, PNG or TIFF"),
        ((b"",), "The file is empty: choose a file that has something in it"),
        ((EICAR,), "The file is no PDF, JPEG, PNG or TIFF, whatever its name says: scan the paper anew"),
        ((picture("PNG"), encrypted(reading="x")), "File 2 is protected by a password: save it without one, or print"),
        ((pdf_with(OpenAction=script()),), "The file runs something when it is opened, or has other files inside"),
        ((pages()[:400],), "The file is damaged and cannot be opened: scan the paper anew"),
    ],
)
def test_what_is_no_scan_is_refused_at_the_field_and_nothing_is_kept(
    small_desk: DeskUnderTest, contents: tuple[bytes, ...], words: str
) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session).id
    clerk = small_desk.as_(Role.CLERK)
    page = upload(clerk, clerk.get(f"/applications/{one}"), *contents)
    assert page.status == 400
    assert page.summary() == {"scans": page.field_error("scans")}
    assert page.field_error("scans").startswith(words)
    assert page.title.startswith("Error:")
    for table in (Scan, ScanContent, ScanPage):
        assert count(small_desk.database, table) == 0


def test_the_office_limits_pages_and_number(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session).id
        for name, value in (("scan_pages", 1), ("scans_a_case", 1)):
            office.put(session, name, value)
    clerk = small_desk.as_(Role.CLERK)
    page = clerk.get(f"/applications/{one}")
    for contents, words in (
        ([pages(count=2)], "The file has too many pages: at most 1; divide it"),
        ([picture(), picture("PNG")], "That would be too many scans: a case has 1 at most"),
    ):
        assert upload(clerk, page, *contents).field_error("scans").startswith(words)
    assert count(small_desk.database, Scan) == 0


def test_more_than_a_form_may_bring_is_refused_before_it_is_read(
    small_desk: DeskUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session).id
    clerk = small_desk.as_(Role.CLERK)
    page = clerk.get(f"/applications/{one}")
    monkeypatch.setattr(small_desk.app.view_functions["scans.add"], "longest", 10_000)
    answer = upload(clerk, page, bytes(20_000))
    assert (answer.status, "The files are too large" in answer.main) == (413, True)
    assert clerk.post("/language", data={"x": "x" * 2_000_000}).status == 413, "other forms stay small"


def test_whoever_is_signed_out_meanwhile_is_led_back_to_the_page_of_the_scans(small_desk: DeskUnderTest) -> None:
    path = f"/cases/{uuid4()}/scans"
    answer = small_desk.nobody().client.post(path, data={"more than a form holds": "x" * 2_000_000})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"next={path}")


def test_a_decided_case_takes_scans_and_lets_none_go(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        over = refused(session)
    put(desk, over)
    clerk = desk.as_(Role.CLERK)
    page = clerk.get(f"/cases/{over}/scans")
    assert "Remove scan 1" not in page.main
    assert page.has_form("/scans")


def test_a_scan_added_by_mistake_is_removed_for_a_reason_that_the_history_keeps(
    desk: DeskUnderTest, case: UUID
) -> None:
    scan, clerk = put(desk, case), desk.as_(Role.CLERK, name="Celina Clerk")
    page = clerk.get(f"/cases/{case}/scans")
    wrong = clerk.send(page, f"/scans/{scan}/removal", scan_reason=" ")
    assert (wrong.status, wrong.summary()) == (400, {"scan_reason-1": wrong.field_error("scan_reason-1")})
    page = clerk.send(wrong, f"/scans/{scan}/removal", scan_reason="To pismo innego klienta.")
    assert "Scan 1 is removed." in page.main
    told = " ".join(clerk.get(f"/applications/{case}").main.split())
    assert "Celina Clerk · removed a scan that was added by mistake: Scan 1, 1 page" in told
    assert "Why a scan was removed: – → To pismo innego klienta." in told
    assert [count(desk.database, table) for table in (Scan, ScanContent, ScanPage)] == [0, 0, 0]
    assert clerk.get(f"/scans/{scan}/pages/1").status == 404


def test_whoever_decides_first_keeps_the_scan_on_the_case(desk: DeskUnderTest, case: UUID) -> None:
    scan, clerk = put(desk, case), desk.as_(Role.CLERK)
    page = clerk.get(f"/cases/{case}/scans")
    with desk.database.transaction() as session:
        applications.refuse(session, case, revision=1, reason="-", by=member(session, "Barbara Lis"), at=NOW)
    stays = clerk.send(page, f"/scans/{scan}/removal", scan_reason="pomyłka")
    assert (stays.status, "The scan stays" in stays.main) == (409, True)
    assert count(desk.database, Scan) == 1


@pytest.mark.parametrize(
    "check, words, pictures, file",
    [
        (VirusCheck.WAITING, "not yet checked for viruses", 200, 404),
        (VirusCheck.CLEAN, "no virus found", 200, 200),
        (VirusCheck.UNDECIDED, "could not be checked for viruses", 200, 404),
        (VirusCheck.INFECTED, "virus found", 404, 404),
    ],
)
def test_until_a_scanner_has_found_nothing_the_file_stays_here_and_with_a_virus_nothing_is_shown(
    small_desk: DeskUnderTest, check: VirusCheck, words: str, pictures: int, file: int
) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session).id
    scan = put(small_desk, one, check=True)
    with small_desk.database.transaction() as session:
        session.execute(sa.update(Scan).values(virus_check=check))
    clerk = small_desk.as_(Role.CLERK)
    assert words in clerk.get(f"/cases/{one}/scans").main
    for what, status in (("pages/1", pictures), ("thumbnails/1", pictures), ("file", file)):
        assert clerk.client.get(f"/scans/{scan}/{what}").status_code == status
    shown = clerk.get(f"/applications/{one}")
    assert bool(shown.soup.select("[data-scan-page]")) == (pictures == 200)
    assert ("A virus was found in Scan 1, 1 page" in shown.main) == (check is VirusCheck.INFECTED)


def test_the_scan_stands_beside_the_form_of_a_recorded_paper_and_on_cases_of_other_kinds(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        mine = recorded(session, customer_number="400000").id
        account = changed.active(session)
        change = changed.recorded(session, account, phone="602 000 111").id
    clerk = desk.as_(Role.CLERK)
    with desk.database.transaction() as session:
        for one in (mine, change):
            add(session, one, [PICTURE], check=False, by=member(session, "Anna Nowak"), at=NOW)
    for path in (f"/applications/{mine}/edit", f"/changes/{change}", f"/changes/{change}/edit"):
        assert clerk.get(path).soup.select("[data-scan-page] img"), path


def test_a_look_at_a_page_counts_as_a_look_at_the_case(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session).id
    scan = put(small_desk, one)
    small_desk.as_(Role.AUDITOR, name="Ala Audytor").client.get(f"/scans/{scan}/pages/1").close()
    with small_desk.database.reading() as session:
        looks = session.scalars(sa.select(AuditEntry.object_id).where(AuditEntry.event == Event.CASE_VIEWED)).all()
    assert looks == [str(one)]


def test_what_does_not_exist_is_told_so_and_a_silent_database_keeps_nothing(desk: DeskUnderTest, case: UUID) -> None:
    clerk, auditor = desk.as_(Role.CLERK), desk.as_(Role.AUDITOR)
    page = clerk.get(f"/applications/{case}")
    for path in (f"/scans/{uuid4()}/pages/1", f"/scans/{uuid4()}/file", f"/cases/{uuid4()}/scans"):
        assert clerk.get(path).status == 404
    assert clerk.get(f"/scans/{put(desk, case)}/pages/2").status == 404
    assert not auditor.get(f"/applications/{case}").has_form("/scans")
    desk.break_reading(OperationalError("x", {}, Exception("silent")))
    assert upload(clerk, page, picture()).status == 503
