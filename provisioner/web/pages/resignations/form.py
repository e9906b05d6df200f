"""The form of a resignation: who asks, on what ground, from which day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from provisioner.applications.rules import Answer
from provisioner.cases.channels import PAPER_CHANNELS
from provisioner.entry.field import Control, Field
from provisioner.office import OfficeRules
from provisioner.resignations import paper
from provisioner.resignations.tables import Resignation
from provisioner.web.pages.intake.form import Cell
from provisioner.web.pages.intake.sure import Tick
from provisioner.web.words.language import language
from provisioner.web.words.paper import BY_NAME, COPY_HANDED
from provisioner.web.words.terms import word

ON_PAPER = f"{paper.CHANNEL.name}={'|'.join(PAPER_CHANNELS)}"
"""What is shown only where there is a paper of the customer's."""


@dataclass(frozen=True)
class Sections:
    """The cells of each part of the form."""

    filing: Sequence[Cell]
    on_paper: Sequence[Cell]
    why: Sequence[Cell]
    signed: Cell
    office: Sequence[Cell]
    completion: Cell


def resignation_form(rules: OfficeRules, values: Mapping[str, str] | None = None) -> Any:
    """The form filled with `values`, or with what was posted; the grounds are those in force."""
    named: dict[str, Any] = {"form_key": HiddenField(), "revision": HiddenField()}
    for field in paper.FIELDS:
        named[field.name] = _control(field, rules)
    named[paper.COMPLETED_ON] = StringField(BY_NAME[paper.COMPLETED_ON].label)
    named[paper.COPY_HANDED] = Tick(COPY_HANDED)
    form = type("ResignationForm", (FlaskForm,), named)
    return form(formdata=None, data=dict(values)) if values is not None else form()


def sections(form: Any) -> Sections:
    """The parts of the form."""
    cells = {field: _cell(form, field) for field in paper.FIELDS}
    only_paper = [field for field in paper.FILING if field.asked]
    return Sections(
        filing=[cells[field] for field in paper.FILING if not field.asked],
        on_paper=[cells[field] for field in only_paper],
        why=[cells[field] for field in paper.WHY],
        signed=cells[paper.SIGNED],
        office=[cells[field] for field in paper.OFFICE],
        completion=Cell(form[paper.COMPLETED_ON], BY_NAME[paper.COMPLETED_ON]),
    )


def empty() -> dict[str, str]:
    """What a new form holds before anything is typed."""
    return {"form_key": str(uuid4())}


def values_of(one: Resignation) -> dict[str, str]:
    """A recorded resignation as the texts that would be typed for it."""
    values = {field.name: field.typed(field.of(one)) for field in paper.FIELDS}
    values[paper.COPY_HANDED] = "yes" if one.copy_handed_at else ""
    return values | {"revision": str(one.revision)}


def _cell(form: Any, field: Field[Any]) -> Cell:
    choice = field.control in (Control.CHOICE, Control.YES_NO)
    required = field.required or choice
    return Cell(
        form[field.name], BY_NAME[field.name], not required, is_choice=choice, is_area=field.control is Control.AREA
    )


def _control(field: Field[Any], rules: OfficeRules) -> Any:
    label = BY_NAME[field.name].label
    if field is paper.GROUND:
        grounds = [SelectChoice(one.code, one.name(language())) for one in rules.deletion_grounds]
        return RadioField(label, choices=grounds, validate_choice=False)
    if field.choices:
        choices = lambda: [SelectChoice(one.value, word(one)) for one in field.choices]  # noqa: E731
        return RadioField(label, choices=choices, validate_choice=False)
    if field.control is Control.YES_NO:
        return RadioField(label, choices=_answers, validate_choice=False)
    return (TextAreaField if field.control is Control.AREA else StringField)(label)


def _answers() -> list[SelectChoice]:
    return [SelectChoice("yes", word(Answer.ACCEPTED)), SelectChoice("no", word(Answer.REFUSED))]
