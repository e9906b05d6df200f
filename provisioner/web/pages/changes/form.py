"""The form of a change of data, in the words of the paper; what the account says now stands at each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from wtforms import HiddenField, StringField

from provisioner.applications import paper as first_paper
from provisioner.cases.asked import on_form
from provisioner.changes import paper
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.field import Field
from provisioner.entry.reader import AGAIN as SECOND_TIME
from provisioner.office import OfficeRules
from provisioner.web.pages.intake.controls import Cell, cell_of, completion_of, control_of, form_of, reason
from provisioner.web.pages.intake.sure import Tick, controls
from provisioner.web.words.paper.changes import said
from provisioner.web.words.paper.fields import AGAIN, BY_NAME, COPY_HANDED, FieldWords
from provisioner.web.words.translate import _, _l


@dataclass(frozen=True)
class Sections:
    """The cells of each part of the form."""

    filing: Sequence[Cell]
    email: Sequence[Cell]
    data: Sequence[Cell]
    signed: Cell
    office: Sequence[Cell]
    completion: Cell


def change_form(rules: OfficeRules, values: Mapping[str, str] | None = None) -> Any:
    """The form filled with `values`, or with what was posted."""
    named: dict[str, Any] = {"form_key": HiddenField(), "revision": HiddenField()} | controls()
    for field in on_form(paper.FIELDS, rules):
        named[field.name] = control_of(field, BY_NAME[field.name].label)
    # Of a paper that changes data the answer may also be that the language stays.
    named[paper.LANGUAGE.name] = control_of(paper.LANGUAGE, BY_NAME[paper.LANGUAGE.name].label, none=_l("unchanged"))
    named[paper.EMAIL.name + SECOND_TIME] = StringField(AGAIN[first_paper.EMAIL].label)
    named[paper.COMPLETED_ON] = StringField(BY_NAME[paper.COMPLETED_ON].label)
    named[paper.EMAIL_MISSING] = Tick(BY_NAME[paper.EMAIL_MISSING].label)
    named[paper.COPY_HANDED] = Tick(COPY_HANDED)
    return form_of(named | reason(), values)


def sections(form: Any, now: Mapping[str, str]) -> Sections:
    """The parts of the form; at each field of the data what the account says `now`."""
    email = [_cell(form, paper.EMAIL, now), Cell(form[paper.EMAIL.name + SECOND_TIME], AGAIN[first_paper.EMAIL])]
    return Sections(
        filing=[_cell(form, field) for field in paper.FILING if field.name in form],
        email=email,
        data=[_cell(form, field, now) for field in paper.DATA if field is not paper.EMAIL],
        signed=_cell(form, paper.SIGNED),
        office=[_cell(form, field) for field in paper.OFFICE],
        completion=completion_of(form),
    )


def empty() -> dict[str, str]:
    """What a new form holds before anything is typed."""
    return {"form_key": str(uuid4()), paper.LANGUAGE.name: ""}


def values_of(change: ChangeOfData) -> dict[str, str]:
    """A recorded change as the texts that would be typed for it."""
    values = {field.name: field.typed(field.of(change)) for field in paper.FIELDS}
    values[paper.EMAIL.name + SECOND_TIME] = values[paper.EMAIL.name]
    values[paper.EMAIL_MISSING] = "yes" if change.email_missing else ""
    values[paper.COPY_HANDED] = "yes" if change.copy_handed_at else ""
    return values | {"revision": str(change.revision)}


def _cell(form: Any, field: Field[Any], now: Mapping[str, str] | None = None) -> Cell:
    words = BY_NAME[field.name]
    if now is not None:
        words = _beside(words, said(field.name, now[field.name]))
    return cell_of(form, field, words)


def _beside(words: FieldWords, text: str) -> FieldWords:
    return replace(words, hint=_("now: %(what)s", what=text))
