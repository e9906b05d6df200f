"""The form of an assessment."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from provisioner.incidents.tables import Incident
from provisioner.web.pages.intake.controls import Cell
from provisioner.web.words.dates import plain_day
from provisioner.web.words.paper.fields import DAYS, FieldWords
from provisioner.web.words.translate import _, _l

FIELDS = {
    "assessment": FieldWords(
        _l("What it may mean for the customer"), hint=_l("what a stranger could read or do, and how likely that is")
    ),
    "authority_told": FieldWords(_l("Was the authority (UODO) told?"), size="field-wide"),
    "authority_on": FieldWords(_l("Told on"), hint=DAYS, size="", input_class="size-12"),
    "authority_reason": FieldWords(_l("Reason"), hint=_l("why it is not told, or why so late")),
    "customer_told": FieldWords(_l("Was the customer told?"), size="field-wide"),
}
CHOICES, AREAS = ("authority_told", "customer_told"), ("assessment", "authority_reason")
OPTIONAL = ("authority_on", "authority_reason")


def assessment_form(one: Incident | None = None) -> Any:
    """The form, filled with what was assessed before, or with what was posted."""
    form = type("AssessmentForm", (FlaskForm,), {name: _control(name) for name in FIELDS})
    return form(formdata=None, data=_values(one)) if one else form()


def cells(form: Any) -> Sequence[Cell]:
    """The controls in their order."""
    return [
        Cell(form[name], words, optional=name in OPTIONAL, is_choice=name in CHOICES, is_area=name in AREAS)
        for name, words in FIELDS.items()
    ]


def _control(name: str) -> Any:
    label = FIELDS[name].label
    if name in CHOICES:
        return RadioField(label, choices=_answers, validate_choice=False)
    return TextAreaField(label) if name in AREAS else StringField(label)


def _answers() -> list[SelectChoice]:
    return [SelectChoice("yes", _("yes")), SelectChoice("no", _("no"))]


def _values(one: Incident) -> dict[str, str]:
    answers = {True: "yes", False: "no", None: ""}
    return {
        "assessment": one.assessment,
        "authority_told": answers[one.authority_told],
        "authority_on": plain_day(one.authority_on) if one.authority_on else "",
        "authority_reason": one.authority_reason,
        "customer_told": answers[one.customer_told],
    }
