"""The paper of a resignation, field by field in its own order."""

from typing import Any

from provisioner.cases.asked import hour_of_mail
from provisioner.cases.channels import Channel
from provisioner.cases.filing import DATE_REASON
from provisioner.entry.field import Control, Field, Unless
from provisioner.entry.fields import area, choice, coming_day, customer_number, day, optional_day, text, yes_no
from provisioner.entry.texts import of_people, person_name
from provisioner.office.grounds import BY_PAPER, Asker
from provisioner.resignations.tables import Resignation

LONGEST_NOTE = 2000

CHANNEL = choice(Resignation.channel, Channel, Channel.COUNTER)
ON_PAPER = Unless(CHANNEL, Channel.OFFICE)
RECEIVED_ON = day(Resignation.received_on)
RECEIVED_TIME = hour_of_mail(Resignation.received_time, CHANNEL)
DOCUMENT_DATE = optional_day(Resignation.document_date, asked=ON_PAPER)
CUSTOMER_NUMBER = customer_number(Resignation.customer_number, required=True)
ASKED_BY: Field[Asker] = Field(
    Resignation.asked_by,
    Control.CHOICE,
    lambda read, name, _: read.choice(name, BY_PAPER, Asker.CUSTOMER),
    lambda one: one.value,
    Asker.OFFICE,
    choices=BY_PAPER,
    asked=ON_PAPER,
)
ASKER_NAME = text(Resignation.asker_name, person_name, tidy=of_people, asked=ON_PAPER)
GROUND: Field[str] = Field(
    Resignation.ground, Control.CHOICE, lambda read, name, _: read.raw.get(name, ""), str, "", required=True
)
BASIS = text(Resignation.basis)
PROOF = text(Resignation.proof)
EFFECT_ON = coming_day(Resignation.effect_on)
SIGNED = yes_no(Resignation.signed, asked=ON_PAPER)
ORIGINAL_LOCATION = text(Resignation.original_location)
NOTE = area(Resignation.note, LONGEST_NOTE)

FILING: tuple[Field[Any], ...] = (
    CHANNEL, RECEIVED_ON, RECEIVED_TIME, DOCUMENT_DATE, CUSTOMER_NUMBER, ASKED_BY, ASKER_NAME,
)  # fmt: skip
WHY: tuple[Field[Any], ...] = (GROUND, BASIS, PROOF, EFFECT_ON)
OFFICE: tuple[Field[Any], ...] = (ORIGINAL_LOCATION, NOTE)
FIELDS = (*FILING, *WHY, SIGNED, *OFFICE)
COPY_HANDED, COMPLETED_ON = "copy_handed", "completed_on"
ORDER = (COMPLETED_ON, DATE_REASON, *(field.name for field in FIELDS), COPY_HANDED)
