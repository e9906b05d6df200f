"""Other cases of what may be the same customer: those that say exactly the same in something that tells people apart.

Shown and never in the way: several accounts of one customer are allowed, a shared mailbox or phone may be right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import PESEL, Application
from provisioner.cases.sealed.keeping import known_as
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.identifiers import fold

SEALED = SealedAnswer.__table__.c
MOST = 20
"""So many are shown; an attorney's phone may stand in hundreds of cases."""


@dataclass(frozen=True)
class Told:
    """What a form that is being typed says of its customer, as an application would say it once saved."""

    customer_number: str
    name_key: str
    email_key: str
    nip: str
    phone: str
    street: str
    postcode: str
    town: str
    country: str
    pesels: Sequence[str] = field(default=(), repr=False)
    """As fingerprints, like what is sealed in an application, under each key known here."""
    id: None = None


class Likeness(StrEnum):
    """What two cases have in common."""

    CUSTOMER_NUMBER = "customer_number"
    EMAIL = "email"
    NIP = "nip"
    PESEL = "pesel"
    PHONE = "phone"
    NAME_AND_ADDRESS = "name_and_address"


@dataclass(frozen=True)
class AlikeCase:
    """Another case, where it or its account stands, and what it has in common, in the order of the paper."""

    id: UUID
    number: str
    display_name: str
    state: CaseStatus | AccountStatus
    equal: Sequence[Likeness]


@dataclass(frozen=True)
class AlikeCases:
    """The newest of the cases alike, and whether there are more than these."""

    cases: Sequence[AlikeCase]
    more: bool


def alike(session: Session, one: Application | Told, most: int = MOST) -> AlikeCases:
    """The cases in any state that share customer number, e-mail, NIP, PESEL, phone, or name and address with this."""
    pesels = _pesels(session, one)
    candidates = _candidates(one, pesels)
    if candidates is None:
        return AlikeCases([], more=False)
    rows = session.execute(
        sa.select(
            Application.id, Application.number, Application.display_name, Application.status,
            Account.status.label("account"), Application.customer_number, Application.email_key,
            Application.nip, Application.phone, Application.name_key,
            Application.street, Application.postcode, Application.town, Application.country,
            SealedAnswer.fingerprint.label("pesel"),
        )
        .outerjoin(Account, Account.case_id == Application.id)
        .outerjoin(SealedAnswer, sa.and_(SealedAnswer.case_id == Application.id, SealedAnswer.field == PESEL))
        .where(Application.id != one.id, Application.id.in_(candidates))
        .order_by(Application.recorded_at.desc(), Application.number.desc())
    )  # fmt: skip
    found = []
    for row in rows:
        if equal := _equal(row, one, pesels):
            found.append(AlikeCase(row.id, row.number, row.display_name, row.account or row.status, equal))
        if len(found) > most:
            break
    return AlikeCases(found[:most], more=len(found) > most)


def _pesels(session: Session, one: Application | Told) -> Sequence[str]:
    """The fingerprints by which a case with the same PESEL is found."""
    if isinstance(one, Told):
        return one.pesels
    return next((known_as(session, answer) for answer in one.sealed if answer.field == PESEL), ())


def _candidates(one: Application | Told, pesels: Sequence[str]) -> sa.CompoundSelect[tuple[UUID]] | None:
    """One lookup in an index each: a condition over two tables would read all cases. None where nothing is said."""
    case, own = Case.__table__.c, Application.__table__.c
    said = {
        case.customer_number: one.customer_number,
        # A name alone is no likeness, so it is looked up once there is an address.
        case.name_key: one.street and one.name_key,
        own.email_key: one.email_key,
        own.nip: one.nip,
        own.phone: one.phone,
    }
    wanted = [sa.select(column.table.c.id).where(column == value) for column, value in said.items() if value]
    if pesels:
        wanted.append(sa.select(SEALED.case_id).where(SEALED.fingerprint.in_(pesels), SEALED.field == PESEL))
    return sa.union(*wanted) if wanted else None


def _equal(other: Any, one: Application | Told, pesels: Sequence[str]) -> list[Likeness]:
    mine, theirs = _told(one), _told(other)
    equal = {likeness for likeness, value in mine.items() if value and value == theirs[likeness]}
    if other.pesel in pesels:
        equal.add(Likeness.PESEL)
    return [likeness for likeness in Likeness if likeness in equal]


def _told(one: Any) -> dict[Likeness, str]:
    """What one case says, so that only what is written differently is not different."""
    place = " ".join(fold(f"{one.street} {one.postcode} {one.town} {one.country}").split())
    return {
        Likeness.CUSTOMER_NUMBER: one.customer_number,
        Likeness.EMAIL: one.email_key,
        Likeness.NIP: one.nip,
        Likeness.PHONE: one.phone,
        Likeness.NAME_AND_ADDRESS: f"{one.name_key}\n{place}" if one.name_key and place else "",
    }
