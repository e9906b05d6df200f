"""The request to erase, field by field in the order of its form."""

from typing import Any

from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.filing import DATE_REASON
from provisioner.entry.field import Field, Unless
from provisioner.entry.fields import area, choice, customer_number, day, identifier, optional_day, postcode, text
from provisioner.entry.texts import of_people, person_name, registered_name
from provisioner.erasures.tables import ErasureRequest
from provisioner.identifiers import normal_country, normal_email
from provisioner.mail.language import Language
from provisioner.office.grounds import BY_PAPER, Asker

LONGEST_NOTE = 2000

CHANNEL = choice(ErasureRequest.channel, Channel, Channel.COUNTER, among=PAPER_CHANNELS)
RECEIVED_ON = day(ErasureRequest.received_on)
DOCUMENT_DATE = optional_day(ErasureRequest.document_date)
CUSTOMER_NUMBER = customer_number(ErasureRequest.customer_number, required=True)
COMPANY_NAME = text(ErasureRequest.company_name, registered_name)
FIRST_NAME = text(ErasureRequest.first_name, person_name, tidy=of_people)
LAST_NAME = text(ErasureRequest.last_name, person_name, tidy=of_people)
ASKED_BY = choice(ErasureRequest.asked_by, Asker, Asker.CUSTOMER, among=BY_PAPER)
BY_ANOTHER = Unless(ASKED_BY, Asker.CUSTOMER)
ATTORNEY_NAME = text(ErasureRequest.attorney_name, registered_name, required=True, asked=BY_ANOTHER)
PROOF = text(ErasureRequest.proof, asked=BY_ANOTHER)
STREET = text(ErasureRequest.street)
COUNTRY = identifier(ErasureRequest.country, normal_country)
POSTCODE = postcode(ErasureRequest.postcode, COUNTRY)
TOWN = text(ErasureRequest.town)
ANSWER_EMAIL = identifier(ErasureRequest.answer_email, normal_email)
LETTER_LANGUAGE = choice(ErasureRequest.letter_language, Language, Language.PL)
ORIGINAL_LOCATION = text(ErasureRequest.original_location)
NOTE = area(ErasureRequest.note, LONGEST_NOTE)

FILING: tuple[Field[Any], ...] = (CHANNEL, RECEIVED_ON, DOCUMENT_DATE)
PERSON: tuple[Field[Any], ...] = (CUSTOMER_NUMBER, COMPANY_NAME, FIRST_NAME, LAST_NAME)
ADDRESS: tuple[Field[Any], ...] = (STREET, POSTCODE, TOWN, COUNTRY)
ANSWER: tuple[Field[Any], ...] = (*ADDRESS, ANSWER_EMAIL, LETTER_LANGUAGE)
OFFICE: tuple[Field[Any], ...] = (ORIGINAL_LOCATION, NOTE)
FIELDS = (*FILING, *PERSON, ASKED_BY, ATTORNEY_NAME, PROOF, *ANSWER, *OFFICE)
COMPLETED_ON = "completed_on"
ORDER = (COMPLETED_ON, DATE_REASON, *(field.name for field in FIELDS))
