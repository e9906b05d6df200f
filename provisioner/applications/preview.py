"""What an entry would lead to, said before anything is saved: the deadline and the login (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from provisioner.applications.tables import Application
from provisioner.applications.writing import deadline_for, login_stem
from provisioner.cases.channels import Channel
from provisioner.cases.status import ApplicationStatus
from provisioner.entry.dates import read_date
from provisioner.identifiers import InvalidIdentifier, normal_customer_number
from provisioner.logins.register import next_free
from provisioner.logins.rules import Scheme, stem
from provisioner.office.working_days import Deadline


@dataclass(frozen=True)
class Preview:
    """The deadline and login that follow from what is typed so far; None where it does not suffice yet.

    `reserved` tells that the login is the application's already.
    """

    deadline: Deadline | None
    login: str | None
    reserved: bool = False


def preview(session: Session, raw: Mapping[str, str], *, today: date, number_pattern: str, scheme: Scheme) -> Preview:
    """Look ahead without writing anything; what is wrong or missing is simply not used."""
    wanted = None if scheme == "generated" else _stem(raw, number_pattern, scheme)
    return Preview(
        _deadline(session, raw, _day(raw, "received_on", today)), next_free(session, wanted) if wanted else None
    )


def preview_change(
    session: Session, application: Application, raw: Mapping[str, str], *, today: date, number_pattern: str,
    scheme: Scheme,
) -> Preview:  # fmt: skip
    """Look ahead from a correction or completion, by the same rules as saving it (`applications.complete`)."""
    start = received = _day(raw, "received_on", today)
    if received:
        incomplete = application.status is ApplicationStatus.INCOMPLETE
        completed = _day(raw, "completed_on", today) if incomplete else application.completed_on
        start = max(received, completed or received)
    wanted = None if scheme == "generated" else _stem(raw, number_pattern, scheme)
    if wanted is None or wanted == login_stem(application, scheme):
        return Preview(_deadline(session, raw, start), application.reserved_login, reserved=True)
    return Preview(_deadline(session, raw, start), next_free(session, wanted))


def _day(raw: Mapping[str, str], field: str, today: date) -> date | None:
    return read_date(raw.get(field, "")[:40], today)


def _deadline(session: Session, raw: Mapping[str, str], start: date | None) -> Deadline | None:
    channel = raw.get("channel", "")
    if start is None or channel not in set(Channel):
        return None
    try:
        return deadline_for(session, start, Channel(channel))
    except ValueError:
        return None


def _stem(raw: Mapping[str, str], number_pattern: str, scheme: Scheme) -> str | None:
    try:
        number = normal_customer_number(raw.get("customer_number", "")[:80], number_pattern)
    except InvalidIdentifier:
        return None
    first, last = raw.get("first_name", "").strip()[:120], raw.get("last_name", "").strip()[:120]
    return stem(scheme, customer_number=number, first_name=first, last_name=last)
