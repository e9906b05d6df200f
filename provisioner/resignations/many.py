"""Ending many accounts, as at the end of contracts: every row is checked, every account gets a case of its own (R8)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.closing.requests import closable
from provisioner.accounts.closing.tables import STANDS, AccountClosing
from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.cases.channels import Channel
from provisioner.cases.deadlines import of_today
from provisioner.cases.status import OPEN_CASES
from provisioner.logins import Practice
from provisioner.resignations import paper
from provisioner.resignations.entry import read_resignation
from provisioner.resignations.record import record
from provisioner.resignations.tables import Resignation
from provisioner.staff.tables import StaffMember


class Flaw(StrEnum):
    """Why no case is made for a row."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    TWICE = "twice"
    UNDER_WAY = "under_way"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Row:
    """One name of the list, the account it means and what is wrong with that."""

    name: str
    account: Account | None
    flaw: Flaw | None


def names_in(text: str, *, heading: bool = False) -> list[str]:
    """The customer numbers or logins of a list, one a line or first in a row of a CSV; a file may have a `heading`."""
    first = text.lstrip("\ufeff").strip()
    delimiter = max(";\t,", key=first.splitlines()[0].count) if first else ","
    cells = [row[0].strip() for row in csv.reader(io.StringIO(first), delimiter=delimiter) if row and row[0].strip()]
    return cells[1:] if heading and cells and not any(letter.isdigit() for letter in cells[0]) else cells


def check(session: Session, names: Iterable[str]) -> list[Row]:
    """What each name means, in the order of the list."""
    names = list(names)
    wanted = {name.lower() for name in names}
    living = sa.select(Account).where(Account.status.not_in(ENDED))
    found: dict[str, list[Account]] = {}
    for account in session.scalars(living.where(Account.login.in_(wanted) | Account.customer_number.in_(set(names)))):
        for name in {account.login, account.customer_number.lower()}:
            found.setdefault(name, []).append(account)
    ending = _ending(session, {one.id for some in found.values() for one in some})
    return list(_rows(names, found, ending))


def record_many(
    session: Session,
    rows: Sequence[Row],
    raw: Mapping[str, str],
    *,
    batch: UUID,
    practice: Practice,
    today: date,
    by: StaffMember,
    at: datetime,
) -> int:
    """A case for each row without a flaw; gives how many. The same `batch` sent twice makes each case once.

    `raw` is what was keyed in of ground, basis and day. Raises EntryProblems.
    """
    rules, accounts = office.rules(session), [row.account for row in rows if row.account and not row.flaw]
    for account in accounts:
        entry = read_resignation(
            by_office(raw, account, today), today=today, practice=practice, number=account.customer_number, rules=rules,
            last_day=of_today,
        )  # fmt: skip
        one = record(session, account, entry, form_key=uuid5(batch, str(account.id)), by=by, at=at)
        one.batch = batch
    return len(accounts)


def by_office(raw: Mapping[str, str], account: Account, today: date) -> dict[str, str]:
    """What is keyed in for one account of a list: the office acts, today."""
    kept = {field.name: raw.get(field.name, "") for field in (*paper.WHY, paper.NOTE)}
    own = {paper.CHANNEL.name: Channel.OFFICE.value, paper.CUSTOMER_NUMBER.name: account.customer_number}
    return kept | own | {paper.RECEIVED_ON.name: paper.RECEIVED_ON.typed(today)}


def of_batch(session: Session, batch: UUID) -> list[Resignation]:
    """The cases made of one list, by number."""
    return list(
        session.scalars(sa.select(Resignation).where(Resignation.batch == batch).order_by(Resignation.number)).unique()
    )


def _ending(session: Session, accounts: set[UUID]) -> set[UUID]:
    """Those of these accounts that a paper ends already, or one that still waits."""
    closing = sa.select(AccountClosing.account_id).where(AccountClosing.account_id.in_(accounts), STANDS)
    waiting = sa.select(Resignation.account_id).where(
        Resignation.account_id.in_(accounts), Resignation.status.in_(OPEN_CASES)
    )
    return set(session.scalars(sa.union(closing, waiting)))


def _rows(names: Iterable[str], found: Mapping[str, list[Account]], ending: set[UUID]) -> Iterator[Row]:
    met: set[UUID] = set()
    for name in names:
        accounts = found.get(name.lower(), [])
        if len(accounts) != 1:
            yield Row(name, None, Flaw.SEVERAL if accounts else Flaw.UNKNOWN)
            continue
        (account,) = accounts
        flaw = Flaw.TWICE if account.id in met else Flaw.RECORDED if account.id in ending else None
        met.add(account.id)
        yield Row(name, account, flaw or (None if closable(account) else Flaw.UNDER_WAY))
