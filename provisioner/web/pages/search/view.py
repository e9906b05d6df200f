"""What the search shows: a row for each case, with its account's state where it led to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from provisioner.applications.search import Hit
from provisioner.cases.status import CaseStatus
from provisioner.web.pages.accounts.view import what_next
from provisioner.web.words.dates import short_day
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Row:
    """One case; `state` is the account's where there is one, `over` when nothing more happens."""

    id: UUID
    number: str
    state: StrEnum
    login: str
    customer: str
    customer_number: str
    email: str
    received: str
    next: str
    over: bool


def rows(found: Sequence[Hit], *, held: bool) -> list[Row]:
    """The cases found; while something is down (`held`) nothing is promised for now."""
    return [_row(hit, held) for hit in found]


def _row(hit: Hit, held: bool) -> Row:
    line = hit.account
    following = what_next(line, held=held) if line else _next(hit)
    return Row(
        id=hit.case_id,
        number=hit.number,
        state=line.account.status if line else hit.status,
        login=line.account.login if line else "",
        customer=hit.display_name,
        customer_number=hit.customer_number,
        email=line.account.email if line else hit.email,
        received=short_day(hit.received_on),
        next=following or _("nothing more to do"),
        over=not following,
    )


def _next(hit: Hit) -> str:
    """A deadline only where it runs: an incomplete case waits for the customer, a closed one for nobody (R4)."""
    if hit.status is CaseStatus.RECORDED:
        return _("due %(day)s", day=short_day(hit.due_last))
    return _("waits for the customer") if hit.status is CaseStatus.INCOMPLETE else ""
