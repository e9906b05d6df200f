"""A case on paper: one PDF of all of it for the archive, and a label whose code opens the case again."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlalchemy.orm import Session

from provisioner.cases.tables import Case
from provisioner.scans import doors, printing, wall
from provisioner.scans.rules import VirusCheck
from provisioner.scans.signatures import Signature, Verdict
from provisioner.scans.tables import Scan
from provisioner.staff.roles import Role
from tests import asked, changed, declared, resigned
from tests.factories import NOW, approved_account, member, recorded
from tests.privacy.desk import refused
from tests.scanned import drawn
from tests.web.desk import DeskUnderTest
from tests.worker.desk import WorkerDesk


@pytest.fixture
def case(small_desk: DeskUnderTest) -> UUID:
    with small_desk.database.transaction() as session:
        return recorded(session, last_name="Żółkiewski", note="segregator 12").id


def read(desk: DeskUnderTest, path: str, language: str = "pl") -> PdfReader:
    clerk = desk.as_(Role.CLERK)
    clerk.client.set_cookie("desk-language", language)
    answer = clerk.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.data))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_whole_case_is_one_document_with_data_clauses_and_history(small_desk: DeskUnderTest, case: UUID) -> None:
    clerk = small_desk.as_(Role.CLERK)
    clerk.send(clerk.get(f"/cases/{case}/note"), "/note", case_note="Klient przyjdzie w piątek.")
    told = words(read(small_desk, f"/applications/{case}/case.pdf"))
    for one in ("Żółkiewski", "Stan Do zatwierdzenia", "104233", "segregator 12", "Klauzule, formularz 2026-01", "§"):
        assert one in told
    assert told.index("zapisał(a) wniosek") < told.index("Klient przyjdzie w piątek."), "from its beginning"


def test_a_refusal_stands_in_it_with_its_reason_and_a_day_that_is_read_in_years(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        one = refused(session)
    told = words(read(small_desk, f"/applications/{one}/case.pdf"))
    assert "Powód Żółkiewski nie podpisał" in told
    assert "dziś" not in told
    assert re.search(r"Rozstrzygnięto \d\d\.\d\d\.2026, \d\d:\d\d, \w+", told)


def test_in_english_its_words_are_english(small_desk: DeskUnderTest, case: UUID) -> None:
    assert "State To be approved" in words(read(small_desk, f"/applications/{case}/case.pdf", "en"))


def test_the_label_fits_a_label_printer_and_its_number_opens_the_case(small_desk: DeskUnderTest, case: UUID) -> None:
    pdf = read(small_desk, f"/applications/{case}/label.pdf")
    (page,) = pdf.pages
    assert [round(float(size) / 72 * 25.4) for size in (page.mediabox.width, page.mediabox.height)] == [62, 29]
    told = words(pdf)
    assert "Żółkiewski" in told
    number = next(word for word in told.split() if word.startswith("2026/"))
    assert str(case) in small_desk.as_(Role.CLERK).client.get(f"/search?q={number}").location


def test_its_scans_are_pages_of_it_with_what_is_known_of_each(small_desk: DeskUnderTest, case: UUID) -> None:
    scans = [
        replace(drawn("Strona pierwsza", "Strona druga"), signatures=[Signature(Verdict.ALTERED, signer="Jan Nowak")]),
        drawn("Zarażony"),
    ]
    with small_desk.database.transaction() as session:
        doors.add(session, case, scans, check=False, by=member(session, "Anna Nowak"), at=NOW)
        session.execute(sa.update(Scan).where(Scan.number == 2).values(virus_check=VirusCheck.INFECTED))
    pdf = read(small_desk, f"/applications/{case}/case.pdf")
    told = words(pdf)
    assert "Skan 1, 2 strony PDF, dodał(a) Anna Nowak" in told
    assert f"SHA-256: {scans[0].digest}" in told
    assert "Dokument zmieniono po podpisaniu. Certyfikat podaje: Jan Nowak" in told
    assert "Wykryto w nim wirusa; jego strony pominięto." in told
    assert sum(len(page.images) for page in pdf.pages) == 2


def test_while_the_scans_cannot_be_read_the_page_says_so(
    small_desk: DeskUnderTest, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_desk.database.transaction() as session:
        doors.add(session, case, [drawn("Strona")], check=False, by=member(session, "Anna Nowak"), at=NOW)
    monkeypatch.setattr(wall, "SECONDS", 0.001)
    page = small_desk.as_(Role.CLERK).get(f"/applications/{case}/case.pdf")
    assert page.status == 503
    assert "The scans cannot be printed now" in page.main


def test_a_scan_that_cannot_be_drawn_is_left_out_with_a_word_and_the_rest_is_there(
    small_desk: DeskUnderTest, case: UUID
) -> None:
    broken = drawn("Uszkodzony")
    broken = replace(broken, pages=[replace(broken.pages[0], picture=b"no picture")])
    with small_desk.database.transaction() as session:
        doors.add(session, case, [broken, drawn("Strona")], check=False, by=member(session, "Anna Nowak"), at=NOW)
    pdf = read(small_desk, f"/applications/{case}/case.pdf")
    assert "Jego stron nie da się wydrukować" in words(pdf)
    assert sum(len(page.images) for page in pdf.pages) == 1


def test_beyond_so_many_pages_the_rest_is_said_to_be_on_the_desk(
    small_desk: DeskUnderTest, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MOST_PAGES", 2)
    scans = [drawn("Raz"), drawn("Dwa", "Trzy"), drawn("Cztery")]
    with small_desk.database.transaction() as session:
        doors.add(session, case, scans, check=False, by=member(session, "Anna Nowak"), at=NOW)
    pdf = read(small_desk, f"/applications/{case}/case.pdf")
    told = words(pdf)
    assert sum(len(page.images) for page in pdf.pages) == 2
    assert ("Strony od numeru 2 nie zmieściły się" in told, "Strony od numeru 1 nie" in told) == (True, True)


def change(session: Session) -> Case:
    return changed.recorded(session, changed.active(session), phone="600 700 800", note="teczka 7")


def resignation(session: Session) -> Case:
    return resigned.recorded(session, changed.active(session), note="teczka 7")


def declaration(session: Session) -> Case:
    return declared.recorded(session, declared.under_the_old(session), typed={"note": "teczka 7"})


def erasure(session: Session) -> Case:
    asked.left(session)
    return asked.asked(session, note="teczka 7")


@pytest.mark.parametrize("of", [change, resignation, declaration, erasure], ids=lambda one: one.__name__)
def test_papers_of_every_purpose_are_taken_along_with_their_scans(
    small_desk: DeskUnderTest, of: Callable[[Session], Case]
) -> None:
    with small_desk.database.transaction() as session:
        one = of(session)
        case = one.id
        doors.add(session, case, [drawn("Strona")], check=False, by=member(session, "Anna Nowak"), at=NOW)
    page = small_desk.as_(Role.CLERK).get(f"/applications/{case}")
    address = next(str(link["href"]) for link in page.soup.select("a") if "Whole case (PDF)" in link.text)
    pdf = read(small_desk, address)
    told = words(pdf)
    for text in ("Stan Do zatwierdzenia", "Termin", "teczka 7", "Historia", "Skan 1, 1 strona"):
        assert text in told
    assert "dziś" not in told
    assert sum(len(page.images) for page in pdf.pages) == 1


def test_the_mails_stand_in_it_as_they_were_sent_without_their_secrets(small_desk: DeskUnderTest) -> None:
    account = approved_account(small_desk.database, last_name="Żółkiewski")
    worker = WorkerDesk(small_desk.database)
    worker.run()
    (sent,) = worker.mailer.sent
    told = words(read(small_desk, f"/applications/{account.case_id}/case.pdf"))
    assert f"Wysłana wiadomość: {sent.subject}" in told
    assert re.search(r"\d\d\.\d\d\.2026, \d\d:\d\d Do: jozef@example\.com, przyjęta przez serwer poczty", told)
    assert "Hasło tymczasowe: ••••" in told
    assert worker.mailed_password() not in told
    assert told.index("Historia") < told.index("Wysłana wiadomość")


@pytest.mark.parametrize("paper", ["case", "label"])
def test_no_case_no_paper(small_desk: DeskUnderTest, paper: str) -> None:
    assert small_desk.as_(Role.CLERK).get(f"/applications/{uuid4()}/{paper}.pdf").status == 404


def test_what_no_font_has_is_marked_because_a_note_cannot_be_corrected(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session, note="李小龙 🙂 Żółty → niebieski").id
    told = words(read(small_desk, f"/applications/{one}/case.pdf"))
    assert "Znaki, których nie da się wydrukować, zastępuje [?]" in told
    assert "[?][?][?] [?] Żółty → niebieski" in told
