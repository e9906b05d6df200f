"""A case on paper: one PDF of all of it for the archive, and a label whose code opens the case again."""

import re
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.privacy.desk import refused
from tests.web.desk import DeskUnderTest


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


@pytest.mark.parametrize("paper", ["case", "label"])
def test_no_case_no_paper(small_desk: DeskUnderTest, paper: str) -> None:
    assert small_desk.as_(Role.CLERK).get(f"/applications/{uuid4()}/{paper}.pdf").status == 404


def test_what_no_font_has_is_marked_because_a_note_cannot_be_corrected(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        one = recorded(session, note="李小龙 🙂 Żółty → niebieski").id
    told = words(read(small_desk, f"/applications/{one}/case.pdf"))
    assert "Znaki, których nie da się wydrukować, zastępuje [?]" in told
    assert "[?][?][?] [?] Żółty → niebieski" in told
