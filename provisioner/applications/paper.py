"""The paper form, field by field in its own order; a new field is declared here (docs/extending.md)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from provisioner.applications.rules import CustomerKind, FiledBy, ProofKind
from provisioner.applications.tables import PESEL as SEALED_PESEL
from provisioner.applications.tables import Application
from provisioner.cases.asked import hour_of_mail, on_form
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.filing import DATE_REASON
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.entry.field import Field, Given, Unless
from provisioner.entry.fields import (
    area,
    choice,
    customer_number,
    day,
    final_day,
    identifier,
    listed,
    optional_choice,
    optional_day,
    postcode,
    sealed,
    text,
    yes_no,
)
from provisioner.entry.reader import AGAIN
from provisioner.entry.texts import of_people, person_name, registered_name
from provisioner.identifiers import (
    normal_country,
    normal_email,
    normal_nip,
    normal_pesel,
    normal_phone,
    shown_phone,
)
from provisioner.mail.language import Language
from provisioner.office import OfficeRules

LONGEST_NOTE = 2000

BRANCH = listed(Application.branch, setting="branches")
CHANNEL = choice(Application.channel, Channel, Channel.COUNTER, among=PAPER_CHANNELS, foretells=True)
RECEIVED_ON = day(Application.received_on, foretells=True)
RECEIVED_TIME = hour_of_mail(Application.received_time, CHANNEL, foretells=True)
DOCUMENT_DATE = optional_day(Application.document_date)
CUSTOMER_NUMBER = customer_number(Application.customer_number, required=True, foretells=True)
CUSTOMER_KIND = choice(Application.customer_kind, CustomerKind, CustomerKind.PERSON)
PERSON, COMPANY = Given(CUSTOMER_KIND, CustomerKind.PERSON), Given(CUSTOMER_KIND, CustomerKind.COMPANY)
COMPANY_NAME = text(Application.company_name, registered_name, required=True, asked=COMPANY)
NIP = identifier(Application.nip, normal_nip, excusable=True, required=True, asked=COMPANY)
FIRST_NAME = text(
    Application.first_name, person_name, tidy=of_people, excusable=True, required=PERSON, foretells=True
)  # fmt: skip
LAST_NAME = text(
    Application.last_name, person_name, tidy=of_people, excusable=True, required=PERSON, foretells=True
)  # fmt: skip
PESEL = sealed(SealedAnswer.sealed, SEALED_PESEL, normal_pesel, setting="pesel_asked", asked=PERSON)
FILED_BY = choice(Application.filed_by, FiledBy, FiledBy.SELF)
BY_ANOTHER = Unless(FILED_BY, FiledBy.SELF)
ATTORNEY_NAME = text(Application.attorney_name, registered_name, required=True, asked=BY_ANOTHER)
PROOF_KIND = optional_choice(Application.proof_kind, ProofKind, asked=BY_ANOTHER)
PROOF_ON = optional_day(Application.proof_on, asked=BY_ANOTHER)
MANDATE_UNTIL = final_day(Application.mandate_until, asked=BY_ANOTHER)
STREET = text(Application.street, required=True)
COUNTRY = identifier(Application.country, normal_country)
POSTCODE = postcode(Application.postcode, COUNTRY, required=True)
TOWN = text(Application.town, required=True)
EMAIL = identifier(Application.email, normal_email, required=True, repeated=True)
PHONE = identifier(Application.phone, normal_phone, shown_phone)
LANGUAGE = choice(Application.language, Language, Language.PL)
REGULAMIN_SIGNED = yes_no(Application.regulamin_signed)
ORIGINAL_LOCATION = text(Application.original_location)
NOTE = area(Application.note, LONGEST_NOTE)

COPY_HANDED = "copy_handed"
"""The tick beside the copy (R3): no field, because the row keeps who handed it over and when."""
COMPLETED_ON = optional_day(Application.completed_on, required=True, foretells=True)
"""Asked for beside the paper when an incomplete application is completed (R4)."""


class Part(StrEnum):
    """The parts of the paper."""

    FILING = "filing"
    CUSTOMER = "customer"
    CONTACT = "contact"
    CLAUSES = "clauses"
    OFFICE = "office"


@dataclass(frozen=True)
class PartOfPaper:
    """One part with its fields, in rows as they stand beside each other."""

    part: Part
    rows: tuple[tuple[Field[Any], ...], ...]


PAPER = (
    PartOfPaper(Part.FILING, ((BRANCH,), (CHANNEL,), (RECEIVED_ON, DOCUMENT_DATE), (RECEIVED_TIME,))),
    PartOfPaper(
        Part.CUSTOMER,
        (
            (CUSTOMER_NUMBER,),
            (CUSTOMER_KIND, COMPANY_NAME, NIP),
            (FIRST_NAME, LAST_NAME),
            (PESEL,),
            (FILED_BY, PROOF_KIND, ATTORNEY_NAME, PROOF_ON, MANDATE_UNTIL),
        ),
    ),
    PartOfPaper(Part.CONTACT, ((STREET, POSTCODE, TOWN, COUNTRY), (EMAIL,), (PHONE, LANGUAGE))),
    PartOfPaper(Part.CLAUSES, ((REGULAMIN_SIGNED,),)),
    PartOfPaper(Part.OFFICE, ((ORIGINAL_LOCATION, NOTE),)),
)
BY_CUSTOMER = (Part.CUSTOMER, Part.CONTACT)
"""The parts that a customer fills in, by hand or at home; beside them clauses are answered and the paper is signed."""
OWN_FIELDS: tuple[Field[Any], ...] = tuple(
    field for part in PAPER if part.part in BY_CUSTOMER for row in part.rows for field in row if not field.sealed
)
"""What is typed at home and stands in the code; what is to be sealed is written by hand, if at all."""
FIELDS: tuple[Field[Any], ...] = tuple(field for part in PAPER for row in part.rows for field in row)
ALWAYS: tuple[Field[Any], ...] = tuple(field for field in FIELDS if not field.setting)
CLAUSE = "clause-"
"""What the name of a clause's answer begins with; its id follows."""


def asked(rules: OfficeRules) -> tuple[Field[Any], ...]:
    """The fields that this office asks for, in the order of the paper."""
    return on_form(FIELDS, rules)


_PLACES = {field.name: place for place, field in enumerate(FIELDS)}


def place(name: str) -> float:
    """Where a control stands on the page, for putting problems into the order of the paper."""
    if name.startswith(CLAUSE):
        return _PLACES[REGULAMIN_SIGNED.name] - 0.5
    if name == COPY_HANDED:
        return _PLACES[ORIGINAL_LOCATION.name] - 0.5
    if name in (COMPLETED_ON.name, DATE_REASON):
        return -1 + 0.5 * (name == DATE_REASON)
    return _PLACES[name.removesuffix(AGAIN)] + 0.5 * name.endswith(AGAIN)
