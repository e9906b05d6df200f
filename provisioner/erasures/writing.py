"""Writing an entry into a request to erase, the first time and every later one."""

import provisioner.erasures.paper as paper
from provisioner.cases.finding.words import found_by, place_words
from provisioner.cases.record import note_editor
from provisioner.erasures.entry import Entry
from provisioner.erasures.tables import ErasureRequest
from provisioner.identifiers import name_key
from provisioner.journal import Values
from provisioner.staff.tables import StaffMember


def write(request: ErasureRequest, entry: Entry, by: StaffMember) -> None:
    """Take over everything the paper says, and remember who keyed it in."""
    entry.values.write(request)
    first, last, company = (entry.values[one] for one in (paper.FIRST_NAME, paper.LAST_NAME, paper.COMPANY_NAME))
    request.display_name = company or f"{first} {last}".strip()
    request.name_key = name_key(first, last, company)
    note_editor(request, by.id)
    found_by(
        request, request.name_key, request.customer_number, request.answer_email, request.attorney_name,
        place_words(request.street, request.postcode, request.town),
    )  # fmt: skip


def differences(request: ErasureRequest, entry: Entry) -> Values:
    """What the request and an entry say, by the names of the fields in which they differ, for the journal."""
    return entry.values.changed(request)
