"""Tables as files: a spreadsheet reads every cell as the text it is."""

import csv
import io
import zipfile
from collections.abc import Sequence

import pytest

from provisioner import sheets
from provisioner.sheets import SheetKind

NASTY = ["=1+1", "+48 601", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "Żółć; „cudzysłów”", "a\nb", ""]
NASTY += ["\n=1", "＝1+1", "＋48", "－2", "＠A1"]


def written(kind: SheetKind, rows: Sequence[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    assert sheets.write(kind, file, ["A"], rows) == len(rows)
    return file.getvalue()


def test_a_csv_opens_in_a_polish_excel_and_no_cell_is_a_formula() -> None:
    text = written(SheetKind.CSV, [[cell] for cell in NASTY]).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")][1:]
    assert cells == [f"'{cell}" if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") else cell for cell in NASTY]


def test_an_excel_sheet_holds_texts_only() -> None:
    with zipfile.ZipFile(io.BytesIO(written(SheetKind.XLSX, [[cell] for cell in NASTY]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "hyperlink" in name or "rels/sheet1" in name]
    assert "<f>" not in sheet
    assert "=HYPERLINK(&quot;" in sheet or "=HYPERLINK(" in sheet


def test_more_rows_than_a_sheet_can_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(sheets.TooLong):
        sheets.write(SheetKind.XLSX, io.BytesIO(), ["A"], [["x"]] * 4)
    assert sheets.write(SheetKind.CSV, io.BytesIO(), ["A"], [["x"]] * 4) == 4
