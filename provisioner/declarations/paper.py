"""The paper of a declaration, field by field in its own order; its clauses stand before the signature."""

from typing import Any

from provisioner.applications.paper import CLAUSE
from provisioner.cases.asked import hour_of_mail
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.filing import DATE_REASON
from provisioner.declarations.tables import Declaration
from provisioner.entry.field import Field
from provisioner.entry.fields import area, choice, customer_number, day, optional_day, text, yes_no

LONGEST_NOTE = 2000

CHANNEL = choice(Declaration.channel, Channel, Channel.COUNTER, among=PAPER_CHANNELS)
RECEIVED_ON = day(Declaration.received_on)
RECEIVED_TIME = hour_of_mail(Declaration.received_time, CHANNEL)
DOCUMENT_DATE = optional_day(Declaration.document_date)
CUSTOMER_NUMBER = customer_number(Declaration.customer_number, required=True)
SIGNED = yes_no(Declaration.signed)
ORIGINAL_LOCATION = text(Declaration.original_location)
NOTE = area(Declaration.note, LONGEST_NOTE)

FILING: tuple[Field[Any], ...] = (CHANNEL, RECEIVED_ON, DOCUMENT_DATE, RECEIVED_TIME, CUSTOMER_NUMBER)
OFFICE: tuple[Field[Any], ...] = (ORIGINAL_LOCATION, NOTE)
FIELDS = (*FILING, SIGNED, *OFFICE)
COPY_HANDED, COMPLETED_ON = "copy_handed", "completed_on"
_ORDER = (
    COMPLETED_ON,
    DATE_REASON,
    *(field.name for field in FILING),
    CLAUSE,
    SIGNED.name,
    COPY_HANDED,
    *(f.name for f in OFFICE),
)


def place(name: str) -> int:
    """Where a control stands on the page; the clauses stand where the first of them does."""
    return _ORDER.index(CLAUSE if name.startswith(CLAUSE) else name)
