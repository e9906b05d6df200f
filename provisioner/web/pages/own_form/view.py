"""The customer's own parts of the paper as a page shows them, made of the paper's declaration."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from provisioner.applications import paper
from provisioner.applications.rules import CustomerKind, FiledBy
from provisioner.entry.field import Control, Field
from provisioner.entry.reader import AGAIN as SECOND_TIME
from provisioner.mail.language import Language
from provisioner.web.words.choices import Option, chosen, options, when
from provisioner.web.words.language import language
from provisioner.web.words.paper.fields import AGAIN, PARTS, WORDS, FieldWords
from provisioner.web.words.translate import _l

AUTOCOMPLETE: Mapping[Field[Any], str] = {
    paper.COMPANY_NAME: "organization",
    paper.FIRST_NAME: "given-name",
    paper.LAST_NAME: "family-name",
    paper.STREET: "address-line1",
    paper.POSTCODE: "postal-code",
    paper.TOWN: "address-level2",
    paper.COUNTRY: "country-name",
    paper.EMAIL: "email",
    paper.PHONE: "tel",
}
"""What a browser may fill in by itself: here people write about themselves."""
OWN_WORDS: Mapping[Field[Any], FieldWords] = {
    paper.FILED_BY: replace(WORDS[paper.FILED_BY], label=_l("Who will sign")),
}
"""What is called otherwise before the paper is signed."""


@dataclass(frozen=True)
class Cell:
    """One control: `id` is that of its first part; with `options` it is a choice."""

    name: str
    id: str
    words: FieldWords
    typed: str
    optional: bool
    autocomplete: str
    options: Sequence[Option]
    error: str


@dataclass(frozen=True)
class Group:
    """Controls beside each other; with `when` shown only while another control holds a value (`name=value`)."""

    cells: Sequence[Cell]
    when: str


@dataclass(frozen=True)
class PartView:
    """One part of the paper."""

    title: str
    rows: Sequence[Sequence[Group]]


def empty() -> dict[str, str]:
    """What the form holds before anything is typed."""
    return {
        paper.CUSTOMER_KIND.name: CustomerKind.PERSON.value,
        paper.FILED_BY.name: FiledBy.SELF.value,
        paper.LANGUAGE.name: Language(language()).value,
    }


def parts_of(typed: Mapping[str, str], errors: Mapping[str, str]) -> list[PartView]:
    """The customer's parts in the order of the paper."""
    return [
        PartView(str(PARTS[part.part]), [list(_groups(row, typed, errors)) for row in _typed_at_home(part)])
        for part in paper.PAPER
        if part.part in paper.BY_CUSTOMER
    ]


def _typed_at_home(part: paper.PartOfPaper) -> list[tuple[Field[Any], ...]]:
    rows = (tuple(field for field in row if field in paper.OWN_FIELDS) for row in part.rows)
    return [row for row in rows if row]


def _groups(row: Sequence[Field[Any]], typed: Mapping[str, str], errors: Mapping[str, str]) -> Iterator[Group]:
    for hangs_on, together in groupby(row, key=lambda field: when(field.asked)):
        yield Group([cell for field in together for cell in _cells(field, typed, errors)], hangs_on)


def _cells(field: Field[Any], typed: Mapping[str, str], errors: Mapping[str, str]) -> Iterator[Cell]:
    yield _cell(field.name, field, OWN_WORDS.get(field, WORDS[field]), typed, errors)
    if field.repeated:
        yield _cell(field.name + SECOND_TIME, field, AGAIN[field], typed, errors)


def _cell(name: str, field: Field[Any], words: FieldWords, typed: Mapping[str, str], errors: Mapping[str, str]) -> Cell:
    value = typed.get(name, "")
    picks = options(field.choices, chosen(field.choices, value)) if field.control is Control.CHOICE else []
    optional = not picks and field.required is False
    first = f"{name}-0" if picks else name
    return Cell(name, first, words, value, optional, AUTOCOMPLETE.get(field, "off"), picks, errors.get(name, ""))
