"""Writing an entry into an application, the first time and every later one."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from provisioner import office
from provisioner.applications.entry import Entry
from provisioner.applications.tables import Application, ApplicationEditor
from provisioner.cases.channels import Channel
from provisioner.identifiers import fold
from provisioner.logins.rules import Scheme, stem
from provisioner.office.working_days import Deadline, deadline
from provisioner.staff.tables import StaffMember

COPIED = (
    "channel", "document_date", "received_on", "customer_number", "customer_kind", "filed_by", "attorney_name",
    "first_name", "last_name", "company_name", "nip", "street", "postcode", "town", "email", "phone", "language",
    "regulamin_signed", "original_location", "note",
)  # fmt: skip


def write(application: Application, entry: Entry, by: StaffMember, at: datetime) -> None:
    """Take over everything the paper says, and remember who keyed it in."""
    for name in COPIED:
        setattr(application, name, getattr(entry, name))
    application.name_key = fold(entry.company_name or f"{entry.last_name} {entry.first_name}")[:255]
    if not entry.copy_handed:
        application.copy_handed_at = application.copy_handed_by = None
    elif application.copy_handed_at is None:
        application.copy_handed_at, application.copy_handed_by = at, by.id
    if not application.is_own_of(by.id):
        application.editors.append(ApplicationEditor(staff_id=by.id))


def count_from(session: Session, application: Application, start: date) -> None:
    """Set the deadline of a clock that starts on `start`, by the rules and the calendar in force."""
    due = deadline_for(session, start, application.channel)
    application.clock_from, application.due_first, application.due_last = due.clock_from, due.first, due.last


def deadline_for(session: Session, start: date, channel: Channel) -> Deadline:
    """The deadline of a filing on `start`, by the rules and the calendar in force."""
    rules = office.rules(session)
    return deadline(start, channel, office.calendar(session, rules), rules.deadline)


def login_stem(entry: Entry | Application, scheme: Scheme) -> str:
    """The login this entry leads to, without an ordinal."""
    return stem(scheme, customer_number=entry.customer_number, first_name=entry.first_name, last_name=entry.last_name)
