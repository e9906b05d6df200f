"""What an entry would lead to, said before anything is saved: the deadline and the login (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from provisioner.applications.fields import read_date
from provisioner.applications.logins import next_free
from provisioner.applications.writing import deadline_for
from provisioner.deadlines import Deadline
from provisioner.domain.application import Channel
from provisioner.domain.login import Scheme, stem
from provisioner.identifiers import InvalidIdentifier, normal_customer_number


@dataclass(frozen=True)
class Preview:
    """The deadline and login that follow from what is typed so far; None where it does not suffice yet."""

    deadline: Deadline | None
    login: str | None


def preview(session: Session, raw: Mapping[str, str], *, today: date, number_pattern: str, scheme: Scheme) -> Preview:
    """Look ahead without writing anything; what is wrong or missing is simply not used."""
    return Preview(_deadline(session, raw, today), _login(session, raw, number_pattern, scheme))


def _deadline(session: Session, raw: Mapping[str, str], today: date) -> Deadline | None:
    received = read_date(raw.get("received_on", "")[:40], today)
    channel = raw.get("channel", "")
    if received is None or channel not in set(Channel):
        return None
    try:
        return deadline_for(session, received, Channel(channel))
    except ValueError:
        return None


def _login(session: Session, raw: Mapping[str, str], number_pattern: str, scheme: Scheme) -> str | None:
    try:
        number = normal_customer_number(raw.get("customer_number", "")[:80], number_pattern)
    except InvalidIdentifier:
        return None
    if scheme == "generated":
        return None
    first, last = raw.get("first_name", "")[:120], raw.get("last_name", "")[:120]
    return next_free(session, stem(scheme, customer_number=number, first_name=first, last_name=last))
