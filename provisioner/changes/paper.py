"""The paper of a change of data, field by field in its own order."""

from typing import Any

from provisioner.cases.asked import hour_of_mail
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.filing import DATE_REASON
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.field import Field
from provisioner.entry.fields import (
    area,
    choice,
    customer_number,
    day,
    identifier,
    optional_choice,
    optional_day,
    postcode,
    text,
    yes_no,
)
from provisioner.entry.texts import of_people, person_name
from provisioner.identifiers import normal_country, normal_email, normal_phone, shown_phone
from provisioner.mail.language import Language

LONGEST_NOTE = 2000


CHANNEL = choice(ChangeOfData.channel, Channel, Channel.COUNTER, among=PAPER_CHANNELS)
RECEIVED_ON = day(ChangeOfData.received_on)
RECEIVED_TIME = hour_of_mail(ChangeOfData.received_time, CHANNEL)
DOCUMENT_DATE = optional_day(ChangeOfData.document_date)
CUSTOMER_NUMBER = customer_number(ChangeOfData.customer_number, required=True)
EMAIL = identifier(ChangeOfData.email, normal_email)
FIRST_NAME = text(ChangeOfData.first_name, person_name, tidy=of_people)
LAST_NAME = text(ChangeOfData.last_name, person_name, tidy=of_people)
STREET = text(ChangeOfData.street)
COUNTRY = identifier(ChangeOfData.country, normal_country)
POSTCODE = postcode(ChangeOfData.postcode, COUNTRY)
TOWN = text(ChangeOfData.town)
PHONE = identifier(ChangeOfData.phone, normal_phone, shown_phone)
LANGUAGE = optional_choice(ChangeOfData.language, Language)
SIGNED = yes_no(ChangeOfData.signed)
ORIGINAL_LOCATION = text(ChangeOfData.original_location)
NOTE = area(ChangeOfData.note, LONGEST_NOTE)

FILING: tuple[Field[Any], ...] = (CHANNEL, RECEIVED_ON, DOCUMENT_DATE, RECEIVED_TIME, CUSTOMER_NUMBER)
ADDRESS: tuple[Field[str], ...] = (STREET, POSTCODE, TOWN, COUNTRY)
DATA: tuple[Field[Any], ...] = (EMAIL, FIRST_NAME, LAST_NAME, *ADDRESS, PHONE, LANGUAGE)
"""What may change; only what does is filled."""
OFFICE: tuple[Field[Any], ...] = (ORIGINAL_LOCATION, NOTE)
FIELDS = (*FILING, *DATA, SIGNED, *OFFICE)
EMAIL_MISSING, COPY_HANDED, COMPLETED_ON = "email_missing", "copy_handed", "completed_on"
ORDER = (COMPLETED_ON, DATE_REASON, *(field.name for field in FIELDS), EMAIL_MISSING, COPY_HANDED)
