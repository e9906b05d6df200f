"""The register of requests: what people asked for about their data and what came of it, on the page and in a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.erasures.register import Registered, register
from provisioner.sheets import Row as SheetRow
from provisioner.web.desk import desk
from provisioner.web.pages.privacy.names import Names, names_of, stamp, who
from provisioner.web.words.dates import moment, plain_day, short_day
from provisioner.web.words.terms import known_word, word
from provisioner.web.words.translate import _, ngettext

MOST = 100


@dataclass(frozen=True)
class RequestRow:
    """One request; `late` while it is open after its day."""

    case_id: UUID
    number: str
    kind: str
    customer: str
    received: str
    due: str
    late: bool
    status: CaseStatus | None
    answered: str


def request_row(one: Registered, names: Names) -> RequestRow:
    """A line of the page."""
    open_ = one.status in OPEN_CASES
    return RequestRow(
        case_id=one.case_id,
        number=one.number,
        kind=word(one.kind),
        customer=one.customer,
        received=short_day(one.received_on),
        due=short_day(one.due) if one.due and open_ else "",
        late=bool(open_ and one.due and one.due < desk().today()),
        status=one.status,
        answered="" if open_ else _answered(one, names),
    )


def _answered(one: Registered, names: Names) -> str:
    said = f"{moment(one.answered_at)}, {who(one.actor, names)}" if one.answered_at else ""
    return f"{said}; {counts}" if (counts := _counts(one)) else said


def _counts(one: Registered) -> str:
    told = []
    if one.erased:
        told.append(ngettext("%(num)d case approved for erasure", "%(num)d cases approved for erasure", one.erased))
    if one.kept:
        told.append(ngettext("%(num)d case kept", "%(num)d cases kept", one.kept))
    return ", ".join(told)


def request_headings() -> SheetRow:
    """The first row of a file."""
    return [
        _("What was asked for"), _("Number"), _("Customer"), _("How it was filed"), _("Date received"), _("Due"),
        _("Term extended on"), _("State"), _("Answered"), _("Answered by"), _("Cases to erase"), _("Cases kept"),
    ]  # fmt: skip


def request_rows(db: Session) -> Iterator[SheetRow]:
    """A row for each request, the newest first."""
    names = names_of(db)
    for one in register(db):
        approved = one.status is CaseStatus.APPROVED and one.due is not None
        yield [
            word(one.kind), one.number, one.customer, known_word(one.channel) if one.channel else "",
            plain_day(one.received_on), plain_day(one.due) if one.due else "",
            plain_day(one.extended_on) if one.extended_on else "", known_word(one.status) if one.status else "",
            stamp(one.answered_at), who(one.actor, names), str(one.erased) if approved else "",
            str(one.kept) if approved else "",
        ]  # fmt: skip
