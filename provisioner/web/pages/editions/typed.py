"""A draft as it is typed: the rows of its clauses, moved by buttons, and read as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from provisioner.entry.reader import EntryProblems, Reader
from provisioner.forms.paper import MOST_CLAUSES, ClauseText, DraftText
from provisioner.forms.tables import ClauseKind, FormEdition

MOST_READ = 200
"""So many rows of a form are shown again, though no edition may have as many clauses."""
LONGEST_CLAUSE = 2000
CODE, REGULAMIN = "code", "regulamin_version"


@dataclass(frozen=True)
class ClauseRow:
    """One clause as it stands in the form."""

    kind: str = ""
    required: bool = True
    pl: str = ""
    en: str = ""


@dataclass(frozen=True)
class TypedDraft:
    """The whole form; `moved` is the place of the row that a button has just moved or added."""

    code: str
    regulamin: str
    rows: tuple[ClauseRow, ...]
    moved: int | None = None


def of_text(text: DraftText) -> TypedDraft:
    """A draft as it would be typed."""
    rows = (ClauseRow(one.kind.value, one.required, one.pl, one.en) for one in text.clauses)
    return TypedDraft(text.code, text.regulamin_version, tuple(rows))


def typed(raw: Mapping[str, str]) -> TypedDraft:
    """What was posted."""
    rows: list[ClauseRow] = []
    while len(rows) < MOST_READ and (name := f"row-{len(rows)}") + "-pl" in raw:
        required = raw.get(f"{name}-required") == "yes"
        rows.append(ClauseRow(raw.get(f"{name}-kind", ""), required, raw[f"{name}-pl"], raw.get(f"{name}-en", "")))
    return TypedDraft(raw.get(CODE, ""), raw.get(REGULAMIN, ""), tuple(rows))


def rearranged(form: TypedDraft, button: str) -> TypedDraft:
    """The form after `add`, or after `up-N`, `down-N`, `remove-N` of a row; unchanged after any other word."""
    rows = list(form.rows)
    what, _, place = button.partition("-")
    if what == "add" and len(rows) < MOST_CLAUSES:
        return replace(form, rows=(*rows, ClauseRow(ClauseKind.TERM.value)), moved=len(rows))
    if not place.isdecimal() or int(place) >= len(rows):
        return form
    at = int(place)
    row = rows.pop(at)
    if what == "remove":
        return replace(form, rows=tuple(rows))
    to = max(at - 1, 0) if what == "up" else min(at + 1, len(rows)) if what == "down" else at
    rows.insert(to, row)
    return replace(form, rows=tuple(rows), moved=to)


def read(raw: Mapping[str, str]) -> DraftText:
    """The draft that was typed. Raises EntryProblems with everything that is wrong with it."""
    reading = Reader(raw, today=date.min, customer_number=str)
    code = reading.text(CODE, FormEdition.code.type.length, required=True)
    regulamin = reading.text(REGULAMIN, FormEdition.regulamin_version.type.length, required=True)
    rows = typed(raw).rows
    clauses = [_clause(reading, place, row) for place, row in enumerate(rows)]
    if not rows:
        reading.wrong(CODE, "no_clause")
    if len(rows) > MOST_CLAUSES:
        reading.wrong(CODE, "many_clauses")
    if reading.problems:
        raise EntryProblems(reading.problems)
    return DraftText(code=code, regulamin_version=regulamin, clauses=tuple(clauses))


def _clause(reading: Reader, place: int, row: ClauseRow) -> ClauseText:
    name = f"row-{place}"
    kind = reading.choice(f"{name}-kind", ClauseKind, ClauseKind.TERM)
    pl, en = (" ".join(reading.lines(f"{name}-{one}", LONGEST_CLAUSE, required=True).split()) for one in ("pl", "en"))
    return ClauseText.model_construct(number=place + 1, kind=kind, required=row.required, pl=pl, en=en)
