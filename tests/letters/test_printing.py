"""Letters and forms as documents: accessible, lasting, the same each time, deaf to commands in what people typed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from typst import Compiler

from provisioner.applications.code import LONGEST
from provisioner.letters import NotPrintable, Press, Report, Table
from provisioner.letters.printing import counted
from provisioner.mail.language import Language
from tests.letters.forms import every_form, form
from tests.letters.samples import BRAND, DECIDED, a_case, a_copy, a_label, a_report, call, every_letter, mails, refused
from tests.letters.verapdf import FLAVOURS, fetch, verdicts


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(BRAND)


@pytest.fixture(scope="module")
def jars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetch(tmp_path_factory.mktemp("verapdf"))


@pytest.mark.patient
def test_every_letter_form_and_report_is_pdf_ua_1_and_pdf_a_2a(press: Press, jars: Path, tmp_path: Path) -> None:
    files = []
    for name, letter in every_letter():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(press.pdf(letter))
    files.append(tmp_path / "together.pdf")
    files[-1].write_bytes(press.letters([letter for _, letter in every_letter()], "2026/000001 – 2026/000038"))
    for name, one in every_form():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(press.form(one))
    for language in Language:
        for rows in (0, 13, 120):
            files.append(tmp_path / f"report.{language}.{rows}.pdf")
            files[-1].write_bytes(press.report(a_report(language, rows)))
        for name, made in (
            ("case", press.report(a_case(language))),
            ("copy", press.report(a_copy(language))),
            ("label", press.label(a_label(language))),
        ):
            files.append(tmp_path / f"{name}.{language}.pdf")
            files[-1].write_bytes(made)
    found = verdicts(jars, files)
    for flavour in FLAVOURS:
        assert sorted(found[flavour]) == sorted(f"PASS {file} {flavour}" for file in files)


@pytest.mark.patient
def test_the_judge_refuses_a_document_without_a_title(jars: Path, tmp_path: Path) -> None:
    source, plain = tmp_path / "plain.typ", tmp_path / "plain.pdf"
    source.write_text("No title, no standard.")
    Compiler(str(source)).compile(output=str(plain))
    assert [lines[0].split()[0] for lines in verdicts(jars, [plain]).values()] == ["FAIL", "FAIL"]


def test_the_same_letter_is_the_same_file(press: Press) -> None:
    assert press.pdf(call()) == press.pdf(call()) == Press(BRAND).pdf(call())


def test_letters_printed_together_begin_on_sheets_of_their_own_and_count_their_own_sheets(press: Press) -> None:
    long = call(missing="\n".join(f"strona {n} załącznika" for n in range(1, 80)))
    made = press.letters([call(), long, refused(), long], "2026/000123 – 2026/000126")
    feet = [page.extract_text().splitlines()[-1] for page in PdfReader(BytesIO(made)).pages]
    assert [foot.rpartition("15:00")[2].strip() for foot in feet] == [
        "",
        *(numbers := ["1 / 3", "2 / 3", "3 / 3"]),
        "",
        *numbers,
    ]
    assert made == press.letters([call(), long, refused(), long], "2026/000123 – 2026/000126")


@pytest.mark.parametrize("language", Language)
def test_a_letter_whose_sheets_are_notcounted_has_one(press: Press, language: Language) -> None:
    missing = ["wszystko po kolei " * 4] * 60
    fits = [n for n in range(1, 60) if not counted(call(language, "\n".join(missing[:n])))]
    assert len(PdfReader(BytesIO(press.pdf(call(language, "\n".join(missing[: max(fits)]))))).pages) == 1


def test_the_same_report_is_the_same_file(press: Press) -> None:
    assert press.report(a_report()) == press.report(a_report()) == Press(BRAND).report(a_report())


def test_the_headings_of_many_columns_stand_beside_each_other(press: Press) -> None:
    headings = ["Miesiąc", "Zatwierdzone", "Odmowy", "W połowie spraw najwyżej (dni robocze)",
                "Najdłużej, dni robocze", "Po terminie", "Udział po terminie"]  # fmt: skip
    row = ["październik", "1 234", "567", "12", "45", "89", "100,0%"]
    report = Report(Language.PL, DECIDED, "Liczby", [Table("Czas", headings, [row] * 3, total=True)])
    places: dict[str, float] = {}
    for text, x in placed(press.report(report)):
        places.setdefault(text, x)
    assert len({places[one] for one in row}) == len(row)
    assert places["1 234"] > places["październik"] + 60


def test_an_address_is_broken_without_a_second_hyphen(press: Press) -> None:
    address = "-".join(["jan.bardzo.kowalski"] * 12) + "@example.com"
    of_case = Table("Dane", ("Pole", "Treść"), [("E-mail", address)], words=True)
    sheets = (
        press.form(form(Language.PL, value=address)),
        press.report(Report(Language.PL, DECIDED, "Sprawa", [of_case])),
        press.pdf(call(missing=address)),
    )
    for made in sheets:
        assert address in said(made).replace("\n", "")


def test_a_mail_is_set_line_by_line_as_it_was_sent_and_its_links_whole(press: Press) -> None:
    made = press.report(Report(Language.PL, DECIDED, "Sprawa", mails()))
    first, second = mails()
    lines = said(made).splitlines()
    assert [lines[at : at + 2] for at, line in enumerate(lines) if line == "to konto jest gotowe."] == [
        ["to konto jest gotowe.", "Hasło: ••••"]
    ]
    assert first.text.split()[-1] in said(made).replace("\n", "")
    assert said(made).count("a line") == second.text.count("a line")


def test_what_people_typed_is_no_command(press: Press) -> None:
    for typed in ('#panic("x")', "*bold* _it_ $x$ <label> @ref", '"] #import "x"', "= heading", "\\ `code`"):
        assert press.pdf(call(missing=typed)).startswith(b"%PDF")
        assert press.pdf(refused(reason=typed)).startswith(b"%PDF")
        written = replace(mails()[0], subject=typed, text=typed)
        assert press.report(Report(Language.PL, DECIDED, "Sprawa", [written])).startswith(b"%PDF")


def test_names_from_elsewhere_are_printed(press: Press) -> None:
    for name in ("Nguyễn Văn Đức", "Олександр Шевченко", "Škoda Ğül"):
        assert press.pdf(call(missing=name)).startswith(b"%PDF")


def test_a_character_of_no_font_is_told_without_the_text(press: Press) -> None:
    with pytest.raises(NotPrintable) as told:
        press.pdf(call(missing="李小龙"))
    assert "李" not in str(told.value)
    assert told.value.__cause__ is None


def test_two_people_may_print_at_once(press: Press) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: press.pdf(call()), range(40)))) == 1


def said(made: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


def placed(made: bytes) -> list[tuple[str, float]]:
    """Each text of the sheets with how far from the left it begins."""
    found: list[tuple[str, float]] = []
    for page in PdfReader(BytesIO(made)).pages:
        page.extract_text(visitor_text=lambda text, cm, tm, *_: found.append((text.strip(), tm[4] * cm[0] + cm[4])))
    return found


def test_the_form_has_its_code_its_fields_and_a_place_to_sign(press: Press) -> None:
    text = said(press.form(form(Language.PL)))
    for words in ("Wydanie 2026-01", "Numer klienta", "E-mail", "osoba fizyczna", "Akceptuję.", "Czytelny podpis"):
        assert words in text
    assert press.form(form(Language.PL)) == Press(BRAND).form(form(Language.PL))


def test_a_form_filled_at_home_holds_its_code_drawn_and_in_the_description_of_the_file(press: Press) -> None:
    made = press.form(form(Language.PL, filled="W1ABC"))
    assert PdfReader(BytesIO(made)).metadata["/Keywords"] == "W1ABC"  # type: ignore[index]
    assert len(made) > len(press.form(form(Language.PL)))


def test_what_customers_typed_is_no_command_on_the_form(press: Press) -> None:
    for typed in ('#panic("x")', "*bold* $x$ <label> @ref", '"] #import "x"'):
        assert press.form(form(Language.EN, value=typed)).startswith(b"%PDF")


def test_the_longest_code_is_drawn_on_one_sheet(press: Press) -> None:
    made = press.form(form(Language.PL, filled="W" * LONGEST))
    assert len(PdfReader(BytesIO(made)).pages) == 1
