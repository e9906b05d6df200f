"""What is shown of a case that was found: where it stands, until when, and which of its data was asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.listing import WATCH, AccountLine, with_work
from provisioner.accounts.mandates.tables import STANDS, Mandate
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.applications.terms import Term
from provisioner.cases.finding.words import phone_from_its_end, place_words, words_in
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.outbox.tables import Task


class FoundBy(StrEnum):
    """Which of a case's data has the word; `other` is what the paper or the account said before."""

    NUMBER = "number"
    CUSTOMER_NUMBER = "customer_number"
    NAME = "name"
    LOGIN = "login"
    EMAIL = "email"
    PHONE = "phone"
    NIP = "nip"
    ADDRESS = "address"
    ATTORNEY = "attorney"
    OTHER = "other"


@dataclass(frozen=True)
class Found:
    """A case that has what was asked for, by which word, and how well (`matching`)."""

    case_id: UUID
    word: str
    number: str
    tier: int


@dataclass(frozen=True)
class Hit:
    """A case that was found, and its account if it led to one; `by` tells its data that have what was asked for."""

    case_id: UUID
    number: str
    purpose: str
    status: CaseStatus
    display_name: str
    customer_number: str
    received_on: date
    due_last: date
    email: str
    account: AccountLine | None
    by: Sequence[tuple[FoundBy, str]]


def hits(session: Session, found: Sequence[Found], terms: Sequence[Term]) -> list[Hit]:
    """The cases found, in this order."""
    if not found:
        return []
    words = {one.case_id: one.word for one in found}
    known = {row.id: _hit(row, words[row.id], terms) for row in session.execute(_rows(list(words)))}
    return [known[one.case_id] for one in found if one.case_id in known]


def _rows(ids: Sequence[UUID]) -> sa.Select[Any]:
    case, own = Case.__table__.c, Application.__table__.c
    of_the_case = (case.id, case.number, case.purpose, case.status, case.display_name, case.customer_number)
    of_the_paper = (own.email, own.phone, own.nip, own.attorney_name, own.street, own.postcode, own.town)
    acts = sa.select(Mandate.name).where(Mandate.account_id == Account.id, STANDS).scalar_subquery().label("acts")
    return with_work(
        sa.select(
            *of_the_case, case.received_on, case.due_last, *of_the_paper, acts, Account, Task, WATCH, MailReport.arrival
        )
        .select_from(Case.__table__)
        .outerjoin(Application.__table__, own.id == case.id)
        .outerjoin(Account, Account.case_id == case.id)
    ).where(case.id.in_(ids))


def _hit(row: Any, word: str, terms: Sequence[Term]) -> Hit:
    account, task, looking, arrival = row[-4:]
    line = AccountLine(account, task or looking, arrival) if account else None
    return Hit(
        row.id, row.number, row.purpose, row.status, row.display_name, row.customer_number, row.received_on,
        row.due_last, account.email if account else row.email or "", line, list(_by(row, word, terms)),
    )  # fmt: skip


def _by(row: Any, word: str, terms: Sequence[Term]) -> Iterator[tuple[FoundBy, str]]:
    """One of the case's data for each term, the word it was found by for one that was mistyped."""
    data = {kind: (text, words_in([text])) for kind, text in _data(row).items() if text}
    if FoundBy.PHONE in data:
        data[FoundBy.PHONE][1].add(phone_from_its_end(row.phone))
    told = []
    for term in terms:
        begins = [kind for kind, (_, words) in data.items() if any(one.startswith(term.forms) for one in words)]
        same = [kind for kind, (_, words) in data.items() if word in words]
        told.append((begins or same or [FoundBy.OTHER])[0])
    for kind in dict.fromkeys(told):
        yield kind, data[kind][0].replace("#", "") if kind in data else ""


def _data(row: Any) -> Mapping[FoundBy, str]:
    account: Account | None = row.Account
    place = place_words(row.street or "", row.postcode or "", row.town or "")
    return {
        FoundBy.NUMBER: row.number,
        FoundBy.CUSTOMER_NUMBER: row.customer_number,
        FoundBy.NAME: row.display_name,
        FoundBy.LOGIN: account.login if account else "",
        FoundBy.EMAIL: account.email if account else row.email or "",
        FoundBy.PHONE: row.phone or "",
        FoundBy.NIP: row.nip or "",
        FoundBy.ADDRESS: place,
        FoundBy.ATTORNEY: row.acts or row.attorney_name or "",
    }
