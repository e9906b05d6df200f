"""The form of a resignation: who asks, on what ground, from which day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from provisioner.cases.asked import on_form
from provisioner.office import OfficeRules
from provisioner.office.grounds import DeletionGround
from provisioner.resignations import paper
from provisioner.resignations.tables import Resignation
from provisioner.web.pages.intake.controls import Cell, cell_of, completion_of, control_of, form_of, reason
from provisioner.web.pages.intake.sure import Tick, controls
from provisioner.web.words.choices import when
from provisioner.web.words.language import language
from provisioner.web.words.paper.fields import BY_NAME, COPY_HANDED

ON_PAPER = when(paper.ON_PAPER)
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
    named: dict[str, Any] = {"form_key": HiddenField(), "revision": HiddenField()} | controls()
    for field in on_form(paper.FIELDS, rules):
        named[field.name] = control_of(field, BY_NAME[field.name].label)
    named[paper.GROUND.name] = ground_control(rules.deletion_grounds)
    named[paper.COMPLETED_ON] = StringField(BY_NAME[paper.COMPLETED_ON].label)
    named[paper.COPY_HANDED] = Tick(COPY_HANDED)
    return form_of(named | reason(), values)


def ground_control(grounds: Iterable[DeletionGround]) -> RadioField:
    """The grounds to choose from, as the office has named them."""
    choices = [SelectChoice(one.code, one.name(language())) for one in grounds]
    return RadioField(BY_NAME[paper.GROUND.name].label, choices=choices, validate_choice=False)


def sections(form: Any) -> Sections:
    """The parts of the form."""
    cells = {field: cell_of(form, field, BY_NAME[field.name]) for field in paper.FIELDS if field.name in form}
    filing = [field for field in paper.FILING if field in cells]
    return Sections(
        filing=[cells[field] for field in filing if field.asked is not paper.ON_PAPER],
        on_paper=[cells[field] for field in filing if field.asked is paper.ON_PAPER],
        why=[cells[field] for field in paper.WHY],
        signed=cells[paper.SIGNED],
        office=[cells[field] for field in paper.OFFICE],
        completion=completion_of(form),
    )


def empty() -> dict[str, str]:
    """What a new form holds before anything is typed."""
    return {"form_key": str(uuid4())}


def values_of(one: Resignation) -> dict[str, str]:
    """A recorded resignation as the texts that would be typed for it."""
    values = {field.name: field.typed(field.of(one)) for field in paper.FIELDS}
    values[paper.COPY_HANDED] = "yes" if one.copy_handed_at else ""
    return values | {"revision": str(one.revision)}
