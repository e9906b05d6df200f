"""Tables as files that spreadsheets open: every cell is text, and no text becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import IO

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a cell of a CSV file as a formula."""
MOST_ROWS = 1_048_575
"""Rows of an XLSX sheet under its headings."""
Row = Sequence[str]


class SheetKind(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"


MIME_TYPES = {
    SheetKind.CSV: "text/csv; charset=utf-8",
    SheetKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class TooLong(ValueError):
    """More rows than the kind of file can hold; CSV holds any number."""


def write(kind: SheetKind, file: IO[bytes], headings: Row, rows: Iterable[Row]) -> int:
    """Write the table, row after row; gives the number of rows. Raises TooLong."""
    return (_csv if kind is SheetKind.CSV else _xlsx)(file, headings, rows)


def _csv(file: IO[bytes], headings: Row, rows: Iterable[Row]) -> int:
    """Semicolons and a byte order mark, as a Polish Excel expects."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    count = 0
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
        count += 1
    text.detach()
    return count


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _xlsx(file: IO[bytes], headings: Row, rows: Iterable[Row]) -> int:
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for column, cell in enumerate(headings):
        sheet.write_string(0, column, cell, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 24)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            book.close()
            raise TooLong
        for column, cell in enumerate(row):
            sheet.write_string(count, column, cell)
    if count:
        sheet.autofilter(0, 0, count, len(headings) - 1)
    book.close()
    return count
