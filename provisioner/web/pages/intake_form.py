"""The intake form as fields in the order of the paper; it renders and carries the token, the rules live elsewhere."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from provisioner.applications import Problem
from provisioner.applications.rules import Answer, CustomerKind, FiledBy
from provisioner.applications.tables import Application
from provisioner.cases.channels import Channel
from provisioner.forms.tables import Clause
from provisioner.identifiers import shown_phone
from provisioner.mail.language import Language
from provisioner.web.words.dates import plain_day
from provisioner.web.words.messages import message
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _l

COUNTS = {"data-counts": ""}


def _radio(label: Any, enum: type[StrEnum], **settings: Any) -> RadioField:
    return RadioField(label, choices=_choices(enum), validate_choice=False, **settings)


def _choices(enum: type[StrEnum]) -> Any:
    return lambda: [SelectChoice(member.value, word(member)) for member in enum]


class Tick(StringField):
    """A box on the paper: what is posted is read elsewhere, the page only asks whether it is ticked."""

    @property
    def ticked(self) -> bool:
        """Whether the box stands ticked."""
        return bool(self.data == "yes")


class IntakeForm(FlaskForm):  # type: ignore[misc]
    """Every field of the paper; what is typed is read by `applications.read_entry`, not here."""

    form_key = HiddenField()
    revision = HiddenField()
    channel = _radio(_l("How it was filed"), Channel, render_kw=COUNTS)
    received_on = StringField(_l("Date received"), render_kw=COUNTS)
    document_date = StringField(_l("Date on the document"))
    customer_number = StringField(_l("Customer number"), render_kw=COUNTS)
    customer_kind = _radio(_l("Customer"), CustomerKind)
    first_name = StringField(_l("First name"), render_kw=COUNTS)
    last_name = StringField(_l("Surname"), render_kw=COUNTS)
    company_name = StringField(_l("Company name"))
    nip = StringField(_l("NIP"))
    filed_by = _radio(_l("Signed by"), FiledBy)
    attorney_name = StringField(_l("First name and surname of the attorney"))
    street = StringField(_l("Street, house, flat"))
    postcode = StringField(_l("Postcode"))
    town = StringField(_l("Town"))
    email = StringField(_l("E-mail"))
    email_again = StringField(_l("E-mail once more"))
    phone = StringField(_l("Phone"))
    language = _radio(_l("Language of the mails"), Language)
    regulamin_signed = RadioField(
        _l("Regulamin signed"),
        choices=lambda: [SelectChoice("yes", word(Answer.ACCEPTED)), SelectChoice("no", word(Answer.REFUSED))],
        validate_choice=False,
    )
    copy_handed = Tick(_l("Copy handed to the customer"))
    original_location = StringField(_l("Where the original lies"))
    note = TextAreaField(_l("Note"))
    completed_on = StringField(_l("Date the completion arrived"), render_kw=COUNTS)


def intake_form(clauses: Iterable[Clause], values: Mapping[str, str] | None = None) -> Any:
    """A form with one row of choices for each clause, filled with `values` or with what was posted."""

    class WithClauses(IntakeForm):
        """The form with the clauses of one edition."""

    for clause in clauses:
        setattr(WithClauses, f"clause-{clause.id}", _radio(str(clause.number), Answer))
    return WithClauses(formdata=None, data=dict(values)) if values is not None else WithClauses()


def empty() -> dict[str, str]:
    """What a new form holds before anything is typed."""
    return {"form_key": str(uuid4()), "language": "pl", "customer_kind": "person", "filed_by": "self"}


def values_of(application: Application) -> dict[str, str]:
    """A recorded application as the texts that would be typed for it."""
    day = application.document_date
    plain = (
        "customer_number", "first_name", "last_name", "company_name", "nip", "attorney_name", "street", "postcode",
        "town", "email", "original_location", "note",
    )  # fmt: skip
    values = {name: getattr(application, name) for name in plain}
    closed = ("channel", "customer_kind", "filed_by", "language")
    values.update({name: getattr(application, name).value for name in closed})
    values.update({f"clause-{one.clause_id}": one.answer.value for one in application.answers})
    return values | {
        "email_again": application.email,
        "phone": shown_phone(application.phone),
        "received_on": plain_day(application.received_on),
        "document_date": plain_day(day) if day else "",
        "regulamin_signed": "yes" if application.regulamin_signed else "no",
        "copy_handed": "yes" if application.copy_handed_at else "",
        "revision": str(application.revision),
    }


def show_problems(form: Any, problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Put each message at its field; gives the links of the summary: id of the control, message."""
    links = []
    order = [name for name in form._fields if not name.startswith("clause-")]
    for problem in sorted(problems, key=lambda one: _place(order, one.field)):
        field: Field = form[problem.field]
        text = message(problem, str(field.label.text))
        field.errors = [text]
        first = f"{field.id}-0" if isinstance(field, RadioField) else field.id
        links.append((first, text))
    return links


def _place(order: list[str], field: str) -> float:
    # Clauses stand on the paper right before the Regulamin, though they join the form's fields last.
    return order.index("regulamin_signed") - 0.5 if field.startswith("clause-") else order.index(field)
