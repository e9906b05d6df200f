"""The form of a declaration: the clauses that are answered anew, and what stands beside each until then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from wtforms import Field as FormField
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from provisioner.applications.rules import Answer
from provisioner.cases.asked import on_form
from provisioner.declarations import Asked, paper
from provisioner.declarations.entry import CHANGES, name_of
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.office import OfficeRules
from provisioner.web.pages.intake.controls import Cell, cell_of, completion_of, control_of, form_of, radio, reason
from provisioner.web.pages.intake.sure import Tick, controls
from provisioner.web.words.paper.consents import CHANGED, stands
from provisioner.web.words.paper.fields import BY_NAME, COPY_HANDED
from provisioner.web.words.terms import clause_text
from provisioner.web.words.translate import _

EDITION = "edition"
"""The edition whose clauses the form showed."""


@dataclass(frozen=True)
class Asking:
    """One clause with its control; `now` is what stands beside it, where it may stay so."""

    number: str
    text: str
    control: FormField
    required: bool
    now: str


@dataclass(frozen=True)
class Sections:
    """The cells of each part of the form; `signature` is what is signed, where it is a Regulamin."""

    filing: Sequence[Cell]
    clauses: Sequence[Asking]
    form_code: str
    signature: str
    signed: Cell
    office: Sequence[Cell]
    completion: Cell


def declaration_form(asked: Asked, rules: OfficeRules, values: Mapping[str, str] | None = None) -> Any:
    """The form filled with `values`, or with what was posted."""
    named: dict[str, Any] = {"form_key": HiddenField(), "revision": HiddenField(), EDITION: HiddenField()} | controls()
    for field in on_form(paper.FIELDS, rules):
        named[field.name] = control_of(field, BY_NAME[field.name].label)
    for clause in asked.clauses:
        every = asked.kind is DeclarationKind.REGULAMIN
        named[name_of(clause.id)] = radio(str(clause.number), Answer) if every else _change(str(clause.number))
    named[paper.COMPLETED_ON] = StringField(BY_NAME[paper.COMPLETED_ON].label)
    named[paper.COPY_HANDED] = Tick(COPY_HANDED)
    return form_of(named | reason(), values)


def sections(form: Any, asked: Asked) -> Sections:
    """The parts of the form."""
    cells = {field: cell_of(form, field, BY_NAME[field.name]) for field in paper.FIELDS if field.name in form}
    whole = asked.kind is DeclarationKind.REGULAMIN
    return Sections(
        filing=[cells[field] for field in paper.FILING if field in cells],
        clauses=[
            Asking(
                f"{clause.number}.", clause_text(clause), form[name_of(clause.id)], clause.required,
                "" if whole else stands(asked.now[clause.id]),
            )
            for clause in asked.clauses
        ],
        form_code=asked.edition.code,
        signature=_("Signed: %(what)s", what=asked.edition.regulamin_version) if whole else "",
        signed=cells[paper.SIGNED],
        office=[cells[field] for field in paper.OFFICE],
        completion=completion_of(form),
    )  # fmt: skip


def empty(asked: Asked) -> dict[str, str]:
    """What a new form holds before anything is typed."""
    unanswered = {name_of(clause.id): "" for clause in asked.clauses}
    return {"form_key": str(uuid4()), EDITION: str(asked.edition.id), **unanswered}


def values_of(one: Declaration, asked: Asked) -> dict[str, str]:
    """A recorded declaration as the texts that would be typed for it."""
    values = {field.name: field.typed(field.of(one)) for field in paper.FIELDS}
    values |= {name_of(clause.id): "" for clause in asked.clauses}
    values |= {name_of(each.clause_id): each.answer.value for each in one.answers}
    return values | {paper.COPY_HANDED: "yes" if one.copy_handed_at else "", "revision": str(one.revision)}


def _change(label: str) -> RadioField:
    def choices() -> list[SelectChoice]:
        return [SelectChoice("", _("unchanged")), *(SelectChoice(one.value, str(CHANGED[one])) for one in CHANGES)]

    return RadioField(label, choices=choices, validate_choice=False)
