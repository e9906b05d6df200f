"""What an entry would lead to, said before anything is saved: the deadline, the login, cases alike, hints (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

import provisioner.applications.paper as paper
from provisioner import logins, office
from provisioner.applications.alike import AlikeCases, alike
from provisioner.applications.tables import Application
from provisioner.applications.typed import told, town_proposed
from provisioner.applications.writing import stem_of
from provisioner.cases.channels import PAPER_CHANNELS, Channel
from provisioner.cases.deadlines import clock_start, deadline_for
from provisioner.cases.status import CaseStatus
from provisioner.entry.dates import read_date
from provisioner.entry.field import Field
from provisioner.entry.hours import read_clock
from provisioner.entry.mail_domains import meant
from provisioner.entry.reader import Reader
from provisioner.logins import Practice
from provisioner.office.working_days import Deadline

LONGEST_DAY = 40
MOST_ALIKE = 5
"""More would push what is typed aside; the case page shows them all."""
NONE_ALIKE = AlikeCases((), more=False)


@dataclass(frozen=True)
class Preview:
    """The deadline and login that follow from what is typed so far; None where it does not suffice yet.

    `reserved` tells that the login is the application's already. `town` is what the postcode was typed with before,
    `email` what was probably meant; both are offered and never put in by themselves.
    """

    deadline: Deadline | None
    login: str | None
    reserved: bool = False
    town: str = ""
    email: str = ""
    alike: AlikeCases = NONE_ALIKE


def preview(session: Session, raw: Mapping[str, str], *, today: date, practice: Practice) -> Preview:
    """Look ahead without writing anything; what is wrong or missing is simply not used."""
    wanted = _stem(raw, today, practice)
    start, at = _day(raw, paper.RECEIVED_ON, today), _hour(raw)
    said = told(session, raw, today=today, practice=practice)
    return Preview(
        _deadline(session, raw, start, at),
        logins.next_free(session, wanted) if wanted else None,
        town=town_proposed(session, said),
        email=meant(raw.get(paper.EMAIL.name, "")),
        alike=alike(session, said, MOST_ALIKE),
    )


def preview_change(
    session: Session, application: Application, raw: Mapping[str, str], *, today: date, practice: Practice
) -> Preview:
    """Look ahead from a correction or completion, by the same rules as saving it (`applications.complete`)."""
    start = received = _day(raw, paper.RECEIVED_ON, today)
    if received:
        incomplete = application.status is CaseStatus.INCOMPLETE
        completed = _day(raw, paper.COMPLETED_ON, today) if incomplete else application.completed_on
        start = clock_start(received, completed, office.rules(session))
    at = _hour(raw) if start == received else None
    wanted = _stem(raw, today, practice)
    if wanted is None or wanted == stem_of(application, practice):
        return Preview(_deadline(session, raw, start, at), application.reserved_login, reserved=True)
    return Preview(_deadline(session, raw, start, at), logins.next_free(session, wanted))


def _day(raw: Mapping[str, str], field: Field[date] | Field[date | None], today: date) -> date | None:
    return read_date(raw.get(field.name, "")[:LONGEST_DAY], today)


def _hour(raw: Mapping[str, str]) -> time | None:
    return read_clock(raw.get(paper.RECEIVED_TIME.name, "")[:LONGEST_DAY])


def _deadline(session: Session, raw: Mapping[str, str], start: date | None, at: time | None) -> Deadline | None:
    channel = raw.get(paper.CHANNEL.name, "")
    if start is None or channel not in PAPER_CHANNELS:
        return None
    try:
        return deadline_for(session, start, Channel(channel), at=at)
    except ValueError:
        return None


def _stem(raw: Mapping[str, str], today: date, practice: Practice) -> str | None:
    if not practice.foreseeable:
        return None
    read = Reader(raw, today=today, customer_number=practice.read_number)
    number = paper.CUSTOMER_NUMBER.read(read, paper.CUSTOMER_NUMBER.name, True)
    if not number:
        return None
    first, last = (field.read(read, field.name, False) for field in (paper.FIRST_NAME, paper.LAST_NAME))
    return practice.stem(customer_number=number, first_name=first, last_name=last)
