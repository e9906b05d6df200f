"""A report: a document of the office's own, with tables, set by the same press as the letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import LONELY
from provisioner.mail.language import Language

Row = Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows under a heading of the report; the first cell says what a row is about, the last row may be the `total` of
    the others. The other cells hold numbers, or `words`.
    """

    caption: str
    headings: Row
    rows: Sequence[Row]
    total: bool = False
    words: bool = False


@dataclass(frozen=True)
class Sheets:
    """Pages of a paper under a heading, each a picture (JPEG) on a page of its own; `lines` say what is known of it.

    `spoken` says of each page what it is to somebody who sees none.
    """

    caption: str
    lines: Sequence[str]
    pictures: Sequence[bytes]
    spoken: Sequence[str]


@dataclass(frozen=True)
class Writing:
    """Words as somebody was sent them, in their own language, under a heading; `lines` say what is known of them."""

    caption: str
    lines: Sequence[str]
    language: str
    subject: str
    text: str


Part = str | Table | Sheets | Writing


@dataclass(frozen=True)
class Report:
    """A report ready for the press; `parts` are sentences, tables, pages and writings in their order."""

    language: Language
    made: date
    title: str
    parts: Sequence[Part]


def sentence(text: str, language: Language) -> str:
    """A text whose lines end as its language wants it."""
    return LONELY.sub("\N{NO-BREAK SPACE}", text) if language is Language.PL else text
