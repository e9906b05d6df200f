"""What is shown of letters to print, and of those that came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from provisioner.cases.letters.rules import LetterKind
from provisioner.post.listing import Returned
from provisioner.post.owed import Owed
from provisioner.web.words.dates import moment
from provisioner.web.words.office.post import came_back
from provisioner.web.words.terms import word


@dataclass(frozen=True)
class OwedRow:
    """A letter that has still to be printed."""

    case_id: UUID
    number: str
    customer: str
    decided: str


@dataclass(frozen=True)
class OwedGroup:
    """The letters of one kind."""

    kind: LetterKind
    rows: Sequence[OwedRow]


@dataclass(frozen=True)
class ReturnRow:
    """A letter that came back, and since when somebody is waited for."""

    letter_id: UUID
    number: str
    customer: str
    what: str
    back: str


def groups(found: Iterable[Owed]) -> Sequence[OwedGroup]:
    """The letters by kind, in the order in which they are printed."""
    order = list(LetterKind)
    sorted_ = sorted(found, key=lambda one: (order.index(one.kind), one.number))
    return [OwedGroup(kind, [_row(one) for one in rows]) for kind, rows in groupby(sorted_, lambda one: one.kind)]


def _row(one: Owed) -> OwedRow:
    return OwedRow(one.case_id, one.number, one.customer, moment(one.decided_at) if one.decided_at else "–")


def returned_row(one: Returned) -> ReturnRow:
    """A return for the list."""
    return ReturnRow(one.letter.id, one.number, one.customer, word(one.letter.kind), came_back(one.letter))
