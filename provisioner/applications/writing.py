"""Writing an entry into an application, the first time and every later one."""

from datetime import datetime

from sqlalchemy.orm import Session

import provisioner.applications.paper as paper
from provisioner.applications.entry import Entry
from provisioner.applications.resembling import houses
from provisioner.applications.tables import Application
from provisioner.cases.finding.words import found_by, phone_from_its_end, place_words
from provisioner.cases.record import changed_ticks, note_copy, note_editor
from provisioner.cases.sealed.keeping import differing, keep
from provisioner.identifiers import name_key
from provisioner.logins import Practice
from provisioner.staff.tables import StaffMember


def write(session: Session, application: Application, entry: Entry, by: StaffMember, at: datetime) -> None:
    """Take over everything the paper says, and remember who keyed it in. Raises EntryProblems, NoKey."""
    entry.values.write(application)
    keep(session, application, entry.values.sealed)
    first, last, company = entry[paper.FIRST_NAME], entry[paper.LAST_NAME], entry[paper.COMPANY_NAME]
    application.display_name = company or f"{first} {last}".strip()
    application.name_key = name_key(first, last, company)
    application.email_key = entry[paper.EMAIL].lower()
    note_copy(application, handed=entry.copy_handed, by=by.id, at=at)
    note_editor(application, by.id)
    let_be_found(application)


def let_be_found(application: Application) -> None:
    """Keep the words by which the application is found, in every state it comes to."""
    found_by(
        application,
        application.name_key,
        application.customer_number,
        application.email,
        application.reserved_login,
        application.phone,
        phone_from_its_end(application.phone),
        application.nip,
        application.attorney_name,
        place_words(application.street, application.postcode, application.town),
        houses(application.name_key, application.street),
    )


def changes(session: Session, application: Application, entry: Entry) -> dict[str, tuple[str, str]]:
    """What the application and an entry say, by the names of the fields in which they differ, for the journal."""
    changed = {**entry.values.changed(application), **differing(session, application, entry.values.sealed)}
    for one in application.answers:
        told = entry.answers.get(one.clause_id)
        if told != one.answer:
            changed[f"{paper.CLAUSE}{one.clause.number}"] = (one.answer, told or "")
    handed = application.copy_handed_at is not None
    return {**changed, **changed_ticks({paper.COPY_HANDED: (handed, entry.copy_handed)})}


def stem_of_entry(entry: Entry, practice: Practice) -> str:
    """The login this entry leads to, without an ordinal."""
    return practice.stem(
        customer_number=entry[paper.CUSTOMER_NUMBER],
        first_name=entry[paper.FIRST_NAME],
        last_name=entry[paper.LAST_NAME],
    )


def stem_of(application: Application, practice: Practice) -> str:
    """The login this application leads to, without an ordinal."""
    return practice.stem(
        customer_number=application.customer_number,
        first_name=application.first_name,
        last_name=application.last_name,
    )
