"""The form of a request to erase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from wtforms import HiddenField, StringField

from provisioner.applications.tables import Application
from provisioner.entry.field import Field
from provisioner.erasures import paper
from provisioner.erasures.tables import ErasureRequest
from provisioner.mail.language import Language
from provisioner.office.grounds import Asker
from provisioner.web.pages.intake.controls import Cell, cell_of, completion_of, control_of, form_of, reason
from provisioner.web.pages.intake.sure import controls
from provisioner.web.words.paper.fields import BY_NAME

ALIKE = (
    paper.CUSTOMER_NUMBER, paper.COMPANY_NAME, paper.FIRST_NAME, paper.LAST_NAME, paper.STREET, paper.POSTCODE,
    paper.TOWN, paper.COUNTRY,
)  # fmt: skip
"""What an application says under the same names."""


@dataclass(frozen=True)
class Sections:
    """The cells of each part of the form."""

    completion: Cell
    filing: Sequence[Cell]
    person: Sequence[Cell]
    asked_by: Cell
    acting: Sequence[Cell]
    answer: Sequence[Cell]
    office: Sequence[Cell]


def request_form(values: Mapping[str, str] | None = None) -> Any:
    """The form filled with `values`, or with what was posted."""
    named: dict[str, Any] = {"form_key": HiddenField(), "revision": HiddenField()} | controls()
    for field in paper.FIELDS:
        named[field.name] = control_of(field, BY_NAME[field.name].label)
    named[paper.COMPLETED_ON] = StringField(BY_NAME[paper.COMPLETED_ON].label)
    return form_of(named | reason(), values)


def sections(form: Any) -> Sections:
    """The parts of the form."""
    return Sections(
        completion=completion_of(form),
        filing=[_cell(form, field) for field in paper.FILING],
        person=[_cell(form, field) for field in paper.PERSON],
        asked_by=_cell(form, paper.ASKED_BY),
        acting=[_cell(form, field) for field in (paper.ATTORNEY_NAME, paper.PROOF)],
        answer=[_cell(form, field) for field in paper.ANSWER],
        office=[_cell(form, field) for field in paper.OFFICE],
    )


def empty() -> dict[str, str]:
    """What a new form holds before anything is typed."""
    return {
        "form_key": str(uuid4()),
        paper.ASKED_BY.name: Asker.CUSTOMER.value,
        paper.LETTER_LANGUAGE.name: Language.PL.value,
    }


def known_of(application: Application) -> dict[str, str]:
    """What the office knows of the person already, as it would be typed."""
    known = {field.name: str(getattr(application, field.name)) for field in ALIKE}
    return known | {paper.LETTER_LANGUAGE.name: application.language.value}


def values_of(one: ErasureRequest) -> dict[str, str]:
    """A recorded request as the texts that would be typed for it."""
    return {field.name: field.typed(field.of(one)) for field in paper.FIELDS} | {"revision": str(one.revision)}


def _cell(form: Any, field: Field[Any]) -> Cell:
    found = cell_of(form, field, BY_NAME[field.name])
    # A company has no surname; everybody else has one.
    return replace(found, optional=False) if field is paper.LAST_NAME else found
