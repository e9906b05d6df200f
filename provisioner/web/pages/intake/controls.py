"""Controls made of a field's declaration, the same on every form: how it is typed or chosen, and how it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field as FormField
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from provisioner.applications.rules import Answer
from provisioner.cases.filing import COMPLETED_ON, DATE_REASON
from provisioner.entry.field import Control, Field
from provisioner.web.pages.intake.sure import Sure, sure_of
from provisioner.web.words.choices import when
from provisioner.web.words.paper.fields import BY_NAME, FieldWords
from provisioner.web.words.terms import word

YES_NO = (("yes", Answer.ACCEPTED), ("no", Answer.REFUSED))


@dataclass(frozen=True)
class Cell:
    """One control with its words, ready to be shown; `sure` stands beside it while something is asked.

    With `when` it is shown only while another control holds a value (`name=value`).
    """

    control: FormField
    words: FieldWords
    optional: bool = False
    is_choice: bool = False
    is_area: bool = False
    sure: Sure | None = None
    when: str = ""


def cell_of(form: Any, field: Field[Any], words: FieldWords) -> Cell:
    """The control of one field."""
    typed = field.control in (Control.TEXT, Control.AREA, Control.DAY, Control.HOUR)
    optional = typed and field.required is False
    return Cell(
        form[field.name], words, optional, is_choice=not typed, is_area=field.control is Control.AREA,
        sure=sure_of(form, field.name), when=when(field.asked),
    )  # fmt: skip


def completion_of(form: Any) -> Cell:
    """The control of the day on which what was missing arrived."""
    return Cell(form[COMPLETED_ON], BY_NAME[COMPLETED_ON], sure=sure_of(form, COMPLETED_ON))


def control_of(field: Field[Any], label: Any, listed: Sequence[str] = (), none: Any = "", **settings: Any) -> Any:
    """How a field is filled in; one of a list that the office keeps is one of those `listed`.

    A choice that can be taken back again says `none` first.
    """
    if field.control is Control.LISTED:
        return RadioField(label, choices=[SelectChoice(one, one) for one in listed], validate_choice=False, **settings)
    if field.choices:
        return radio(label, field.choices, none, **settings)
    if field.control is Control.YES_NO:
        choices = lambda: [SelectChoice(value, word(answer)) for value, answer in YES_NO]  # noqa: E731
        return RadioField(label, choices=choices, validate_choice=False, **settings)
    return (TextAreaField if field.control is Control.AREA else StringField)(label, **settings)


def radio(label: Any, members: Iterable[StrEnum], none: Any = "", **settings: Any) -> RadioField:
    """One of a closed list, in the office's words, or `none` of it."""
    first = [("", none)] if none else []
    choices = lambda: [SelectChoice(*one) for one in (*first, *((one.value, word(one)) for one in members))]  # noqa: E731
    return RadioField(label, choices=choices, validate_choice=False, **settings)


def reason() -> dict[str, TextAreaField]:
    """Where it is said why a day of receipt is corrected; shown once it is asked for."""
    return {DATE_REASON: TextAreaField(BY_NAME[DATE_REASON].label)}


def form_of(named: Mapping[str, Any], values: Mapping[str, str] | None) -> Any:
    """A form of these controls, filled with `values`, or with what was posted."""
    form = type("PaperForm", (FlaskForm,), dict(named))
    return form(formdata=None, data=dict(values)) if values is not None else form()
