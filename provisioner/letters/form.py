"""The paper form itself, before it is a page: every word on it is given, in the one language it is printed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.mail.language import Language


@dataclass(frozen=True)
class Box:
    """A place to write in, with what is filled in already; `share` is how much of its line it takes."""

    label: str
    hint: str = ""
    value: str = ""
    share: float = 1


@dataclass(frozen=True)
class Pick:
    """Boxes to tick, each with its word and whether it is ticked already."""

    label: str
    options: Sequence[tuple[str, bool]]


Line = Pick | Sequence[Box]


@dataclass(frozen=True)
class FormPart:
    """One part of the paper, line by line."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class AskedClause:
    """A clause with the boxes yes and no; the Regulamin stands among them as `§`. `note` says that it is voluntary."""

    number: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class FormWords:
    """What stands around the parts: words that are the same on every form of this language."""

    title: str
    edition: str
    lead: str
    clauses: str
    yes: str
    no: str
    day: str
    signature: str
    signed_by: str
    qr: str = ""
    """What the drawn code is, for those who hear the page."""


@dataclass(frozen=True)
class PrintedForm:
    """A form ready for the press; `filled` is the code of what is filled in, drawn on it; empty of an empty form."""

    language: Language
    code: str
    dated: date
    words: FormWords
    parts: Sequence[FormPart]
    clauses: Sequence[AskedClause]
    filled: str = ""
