"""What the search shows: a row for each case, first of all until when, with its account's state where it led to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from provisioner.applications.hits import FoundBy, Hit
from provisioner.cases.queue import Urgency, urgency
from provisioner.cases.status import CaseStatus
from provisioner.identifiers import shown_phone
from provisioner.office.working_days import Calendar
from provisioner.web.pages.accounts.view import what_next
from provisioner.web.words.dates import in_words, short_day
from provisioner.web.words.deadlines import days_left
from provisioner.web.words.terms import purpose, word
from provisioner.web.words.translate import _

IN_THE_ROW = frozenset({FoundBy.NUMBER, FoundBy.CUSTOMER_NUMBER, FoundBy.NAME, FoundBy.LOGIN, FoundBy.EMAIL})
"""What a row shows anyway; of these only the name of the field is said."""


@dataclass(frozen=True)
class Due:
    """Until when the office decides, and how near that is."""

    urgency: Urgency
    last: str
    left: str


@dataclass(frozen=True)
class Row:
    """One case: `due` only where the deadline runs, otherwise `next`; `state` is the account's where there is one."""

    id: UUID
    number: str
    purpose: str
    due: Due | None
    next: str
    state: StrEnum
    login: str
    customer: str
    customer_number: str
    email: str
    found_by: Sequence[str]
    received: str


def rows(found: Sequence[Hit], *, held: bool, today: date, calendar: Calendar) -> list[Row]:
    """The cases found; while something is down (`held`) nothing is promised for now."""
    return [_row(hit, held, today, calendar) for hit in found]


def _row(hit: Hit, held: bool, today: date, calendar: Calendar) -> Row:
    line = hit.account
    following = what_next(line, held=held) if line else _next(hit)
    return Row(
        id=hit.case_id,
        number=hit.number,
        purpose=purpose(hit.purpose),
        due=_due(hit, today, calendar),
        next=following or _("nothing more to do"),
        state=line.account.status if line else hit.status,
        login=line.account.login if line else "",
        customer=hit.display_name,
        customer_number=hit.customer_number,
        email=hit.email,
        found_by=[_found_by(kind, text) for kind, text in hit.by],
        received=short_day(hit.received_on),
    )


def _due(hit: Hit, today: date, calendar: Calendar) -> Due | None:
    """A deadline only where it runs: an incomplete case waits for the customer, a decided one for nobody (R4)."""
    if hit.status is not CaseStatus.RECORDED:
        return None
    group, left = urgency(hit.due_last, today, calendar)
    counted = "" if group is Urgency.TODAY else days_left(group, left)
    return Due(group, _("at the latest %(day)s", day=in_words(hit.due_last)), counted)


def _next(hit: Hit) -> str:
    return _("waits for the customer") if hit.status is CaseStatus.INCOMPLETE else ""


def _found_by(kind: FoundBy, text: str) -> str:
    if kind in IN_THE_ROW or not text:
        return word(kind)
    return f"{word(kind)}: {shown_phone(text) if kind is FoundBy.PHONE else text}"
