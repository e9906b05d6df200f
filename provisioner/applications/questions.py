"""What is possible but rarely meant: it is asked about, and saved once the tick beside the field says so."""

from datetime import date

import provisioner.applications.paper as paper
from provisioner.applications.rules import CustomerKind
from provisioner.applications.tables import Application
from provisioner.cases.deadlines import LastDay
from provisioner.cases.status import CaseStatus
from provisioner.entry.field import Field, Values
from provisioner.entry.reader import Reader

YES = "yes"


def ask_about_deadline(
    read: Reader, values: Values, completed_on: date | None, corrected: Application | None, last_day: LastDay
) -> None:
    """Ask about a date that would make the case overdue the moment it is saved; never about one that stood before."""
    received, channel = values[paper.RECEIVED_ON], values[paper.CHANNEL]
    completing = corrected is not None and corrected.status is CaseStatus.INCOMPLETE
    if corrected and not completing:
        if (received, channel) == (corrected.received_on, corrected.channel):
            return
        completed_on = corrected.completed_on
    if last_day(received, completed_on, channel) < read.today:
        asked: Field[date] | Field[date | None] = paper.COMPLETED_ON if completing else paper.RECEIVED_ON
        about = completed_on if completing and completed_on else received
        read.ask(asked.name, "overdue", about.isoformat())


def ask_about_missing(read: Reader, values: Values) -> None:
    """Ask about a person with one name and about a company without a tax number; no name at all is a mistake."""
    if values[paper.CUSTOMER_KIND] is CustomerKind.COMPANY:
        if _left_empty(read, paper.NIP):
            read.ask(paper.NIP.name, "no_nip", YES)
        return
    empty = [field for field in (paper.FIRST_NAME, paper.LAST_NAME) if _left_empty(read, field)]
    for field in empty:
        if len(empty) > 1:
            read.wrong(field.name, "required")
        else:
            read.ask(field.name, "one_name", YES)


def left_empty_on_purpose(application: Application) -> list[Field[str]]:
    """The fields about which the answer was yes when the application was saved."""
    company = application.customer_kind is CustomerKind.COMPANY
    fields = (paper.NIP,) if company else (paper.FIRST_NAME, paper.LAST_NAME)
    return [field for field in fields if not field.of(application)]


def _left_empty(read: Reader, field: Field[str]) -> bool:
    return not read.raw.get(field.name, "").strip()
