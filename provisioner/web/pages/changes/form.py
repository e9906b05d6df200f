"""The form of a change of data, in the words of the paper; what the account says now stands at each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from provisioner.applications import paper as first_paper
from provisioner.applications.rules import Answer
from provisioner.cases.channels import PAPER_CHANNELS
from provisioner.changes import paper
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.field import Control, Field
from provisioner.entry.reader import AGAIN as SECOND_TIME
from provisioner.mail.language import Language
from provisioner.web.pages.intake.form import Cell
from provisioner.web.pages.intake.sure import Tick
from provisioner.web.words.changes import said
from provisioner.web.words.paper import AGAIN, BY_NAME, COPY_HANDED, FieldWords
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Sections:
    """The cells of each part of the form."""

    filing: Sequence[Cell]
    email: Sequence[Cell]
    data: Sequence[Cell]
    signed: Cell
    office: Sequence[Cell]
    completion: Cell


def change_form(values: Mapping[str, str] | None = None) -> Any:
    """The form filled with `values`, or with what was posted."""
    named: dict[str, Any] = {"form_key": HiddenField(), "revision": HiddenField()}
    for field in paper.FIELDS:
        named[field.name] = _control(field)
    named[paper.EMAIL.name + SECOND_TIME] = StringField(AGAIN[first_paper.EMAIL].label)
    named[paper.COMPLETED_ON] = StringField(BY_NAME[paper.COMPLETED_ON].label)
    named[paper.EMAIL_MISSING] = Tick(BY_NAME[paper.EMAIL_MISSING].label)
    named[paper.COPY_HANDED] = Tick(COPY_HANDED)
    form = type("ChangeForm", (FlaskForm,), named)
    return form(formdata=None, data=dict(values)) if values is not None else form()


def sections(form: Any, now: Mapping[str, str]) -> Sections:
    """The parts of the form; at each field of the data what the account says `now`."""
    email = [_cell(form, paper.EMAIL, now), Cell(form[paper.EMAIL.name + SECOND_TIME], AGAIN[first_paper.EMAIL])]
    return Sections(
        filing=[_cell(form, field) for field in paper.FILING],
        email=email,
        data=[_cell(form, field, now) for field in paper.DATA if field is not paper.EMAIL],
        signed=_cell(form, paper.SIGNED),
        office=[_cell(form, field) for field in paper.OFFICE],
        completion=Cell(form[paper.COMPLETED_ON], BY_NAME[paper.COMPLETED_ON]),
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
    choice = field.control in (Control.CHOICE, Control.YES_NO)
    required = field.required or choice
    return Cell(form[field.name], words, not required, is_choice=choice, is_area=field.control is Control.AREA)


def _beside(words: FieldWords, text: str) -> FieldWords:
    return replace(words, hint=_("now: %(what)s", what=text))


def _control(field: Field[Any]) -> Any:
    label = BY_NAME[field.name].label
    if field is paper.LANGUAGE:
        return RadioField(label, choices=_languages, validate_choice=False)
    if field is paper.CHANNEL:
        return RadioField(label, choices=_channels, validate_choice=False)
    if field.control is Control.YES_NO:
        return RadioField(label, choices=_answers, validate_choice=False)
    return (TextAreaField if field.control is Control.AREA else StringField)(label)


def _channels() -> list[SelectChoice]:
    return [SelectChoice(one.value, word(one)) for one in PAPER_CHANNELS]


def _languages() -> list[SelectChoice]:
    return [SelectChoice("", _("unchanged")), *(SelectChoice(one.value, word(one)) for one in Language)]


def _answers() -> list[SelectChoice]:
    return [SelectChoice("yes", word(Answer.ACCEPTED)), SelectChoice("no", word(Answer.REFUSED))]
