"""The paper form as a page shows it, made of the paper's own declaration; what is typed is read elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import uuid4

from wtforms import Field as FormField
from wtforms import HiddenField, RadioField, StringField

from provisioner.applications import paper
from provisioner.applications.questions import YES, left_empty_on_purpose
from provisioner.applications.rules import Answer, CustomerKind, FiledBy
from provisioner.applications.tables import Application
from provisioner.applications.typed import TELLS
from provisioner.entry.field import Field
from provisioner.entry.reader import AGAIN as SECOND_TIME
from provisioner.entry.reader import SURE as CONFIRMED
from provisioner.entry.reader import Problem
from provisioner.forms.tables import Clause
from provisioner.mail.language import Language
from provisioner.office import OfficeRules
from provisioner.web.pages.intake.coded import FROM_CODE
from provisioner.web.pages.intake.controls import Cell, cell_of, control_of, form_of, radio, reason
from provisioner.web.pages.intake.edition import EDITION
from provisioner.web.pages.intake.sure import Tick, controls, put
from provisioner.web.words.choices import when
from provisioner.web.words.messages import message
from provisioner.web.words.paper.fields import AGAIN, COMPANY_USER, COPY_HANDED, PARTS, SURE, WORDS

COPY, SEEN, OVER = "draft_copy", "draft_seen", "draft_over"
"""Which copy of a form it is, of those open in several tabs or places, the time of the draft it was opened from, and of
the newer one over which it is to be saved all the same.
"""
CARRIED = ("form_key", "revision", COPY, SEEN, OVER, EDITION, FROM_CODE)
"""What a form takes along beside what the paper says."""
FieldsInRow = tuple[Field[Any], ...]
FORETELLS = {"data-counts": ""}
"""The mark of a field that the preview hangs on, for the page's script."""


@dataclass(frozen=True)
class Group:
    """Controls beside each other; with `when` shown only while another control holds a value (`name=value`)."""

    cells: list[Cell]
    when: str


@dataclass(frozen=True)
class Row:
    """Groups below each other's heading; the note stands above them, while `note_when` holds."""

    groups: list[Group]
    note: str = ""
    note_when: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the paper; the clauses and the copy are shown in a way of their own."""

    title: str
    rows: list[Row]
    has_clauses: bool
    has_copy: bool


def paper_form(
    clauses: Iterable[Clause], rules: OfficeRules, values: Mapping[str, str] | None = None, *, branch: str = ""
) -> Any:
    """A form with a control for each field and each clause, filled with `values` or with what was posted.

    The `branch` that a case was recorded under can be kept though the list has it no more.
    """
    listed = tuple(dict.fromkeys(filter(None, (*rules.branch_names, branch))))
    named: dict[str, Any] = {name: HiddenField() for name in CARRIED} | controls(SURE)
    for field in (*paper.asked(rules), paper.COMPLETED_ON):
        settings: dict[str, Any] = {"render_kw": FORETELLS} if field.foretells or field in TELLS else {}
        named[field.name] = control_of(field, WORDS[field].label, listed, WORDS[field].none, **settings)
        if field.repeated:
            named[field.name + SECOND_TIME] = StringField(AGAIN[field].label)
    named[paper.COPY_HANDED] = Tick(COPY_HANDED)
    for clause in clauses:
        named[f"{paper.CLAUSE}{clause.id}"] = radio(str(clause.number), Answer)
    return form_of(named | reason(), values)


def parts_of(form: Any) -> list[Part]:
    """The parts of the paper with their controls, in its own order."""
    return [
        Part(
            str(PARTS[part.part]),
            # The Regulamin stands among the clauses, as the last of them.
            [_row(form, row) for row in _asked(form, part.rows) if paper.REGULAMIN_SIGNED not in row],
            has_clauses=part.part is paper.Part.CLAUSES,
            has_copy=part.part is paper.Part.OFFICE,
        )
        for part in paper.PAPER
    ]


def _asked(form: Any, rows: Iterable[FieldsInRow]) -> Iterator[FieldsInRow]:
    """What of each row this office asks for."""
    for row in rows:
        if found := tuple(field for field in row if field.name in form):
            yield found


def typed_in(form: Any) -> dict[str, str]:
    """What stands in a form, typed or filled in, by the names of its controls."""
    return {name: value for name, value in form.data.items() if isinstance(value, str)}


def answer_all(form: Any, clauses: Iterable[Clause]) -> None:
    """Answer with yes what has no answer yet of the clauses and the Regulamin; what was answered before stays."""
    yes = {f"{paper.CLAUSE}{clause.id}": Answer.ACCEPTED.value for clause in clauses}
    for name, answer in (yes | {paper.REGULAMIN_SIGNED.name: YES}).items():
        form[name].data = form[name].data or answer


def cell(form: Any, field: Field[Any]) -> Cell:
    """The control of one field."""
    return cell_of(form, field, WORDS[field])


def empty() -> dict[str, str]:
    """What a new form holds before anything is typed."""
    return {
        "form_key": str(uuid4()),
        COPY: str(uuid4()),
        SEEN: "",
        EDITION: "",
        FROM_CODE: "",
        paper.LANGUAGE.name: Language.PL.value,
        paper.CUSTOMER_KIND.name: CustomerKind.PERSON.value,
        paper.FILED_BY.name: FiledBy.SELF.value,
    }


def values_of(application: Application) -> dict[str, str]:
    """A recorded application as the texts that would be typed for it, without what is sealed."""
    fields = [field for field in paper.FIELDS if not field.sealed]
    values = {field.name: field.typed(field.of(application)) for field in fields}
    values |= {field.name + SECOND_TIME: values[field.name] for field in fields if field.repeated}
    values |= {f"{paper.CLAUSE}{one.clause_id}": one.answer.value for one in application.answers}
    values |= {field.name + CONFIRMED: YES for field in left_empty_on_purpose(application)}
    handed = "yes" if application.copy_handed_at else ""
    return values | {paper.COPY_HANDED: handed, "revision": str(application.revision)}


def show_problems(form: Any, problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Put each message at its field; gives the links of the summary: id of the control, message."""
    links = []
    for problem in problems:
        field: FormField = form[problem.field]
        text = message(problem, str(field.label.text))
        field.errors = [text]
        put(form, problem)
        first = f"{field.id}-0" if isinstance(field, RadioField) else field.id
        links.append((first, text))
    return links


def _row(form: Any, fields: FieldsInRow) -> Row:
    groups = []
    for hangs_on, together in groupby(fields, key=lambda field: when(field.asked)):
        cells = []
        for field in together:
            cells.append(cell(form, field))
            if field.repeated:
                cells.append(Cell(form[field.name + SECOND_TIME], AGAIN[field]))
        groups.append(Group(cells, hangs_on))
    if fields[0] is paper.FIRST_NAME:
        return Row(groups, str(COMPANY_USER), when(paper.COMPANY))
    return Row(groups)
