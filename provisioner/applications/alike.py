"""Other cases of what may be the same customer: those that say the same in something that tells people apart.

E-mail and phone are told of whatever case says them, or its account does now; a name with its address also where they
are written otherwise. Shown and never in the way: several accounts of one customer are allowed, a shared mailbox or
phone may be right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.candidates import Told, candidates, digits, repeated, repeating
from provisioner.applications.resembling import resemble
from provisioner.applications.tables import PESEL, Application
from provisioner.cases.finding.tables import CaseWord
from provisioner.cases.finding.words import END
from provisioner.cases.sealed.keeping import known_as
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.identifiers import fold

SEALED = SealedAnswer.__table__.c
CASE, OWN = Case.__table__.c, Application.__table__.c
MOST = 20
"""So many are shown; an attorney's phone may stand in hundreds of cases."""


class Likeness(StrEnum):
    """What two cases have in common."""

    CUSTOMER_NUMBER = "customer_number"
    EMAIL = "email"
    NIP = "nip"
    PESEL = "pesel"
    PHONE = "phone"
    NAME_AND_ADDRESS = "name_and_address"
    RESEMBLING = "resembling"
    """Name and address, written otherwise."""


@dataclass(frozen=True)
class AlikeCase:
    """Another case, where it or its account stands, and what it has in common, in the order of the paper."""

    id: UUID
    number: str
    display_name: str
    state: CaseStatus | AccountStatus
    equal: Sequence[Likeness]
    applies: bool = True
    """Whether it asks for an account, too, and so may be the same application."""


@dataclass(frozen=True)
class Twin:
    """The other case of one application; `kept` is the one that goes on."""

    id: UUID
    number: str
    kept: bool


@dataclass(frozen=True)
class AlikeCases:
    """The newest of the cases alike, and whether there are more than these; `twins` are said to be the same."""

    cases: Sequence[AlikeCase]
    more: bool
    twins: Sequence[Twin] = ()


def alike(session: Session, one: Application | Told, most: int = MOST) -> AlikeCases:
    """The cases in any state that share customer number, e-mail, NIP, PESEL, phone, or name and address with this."""
    pesels, phone = _pesels(session, one), digits(one.phone)
    looked_at = candidates(session, one, pesels)
    if looked_at is None:
        return AlikeCases([], more=False)
    found, same = [], []
    for row in session.execute(_asked(one, looked_at, phone)):
        if equal := _equal(row, one, pesels):
            state, applies = row.account or row.status, row.street is not None
            found.append(AlikeCase(row.id, row.number, row.display_name, state, equal, applies))
        if row.kept or row.gone:
            same.append(Twin(row.id, row.number, row.kept))
    return AlikeCases(found[:most], len(found) > most, sorted(same, key=lambda twin: twin.number))


def _asked(one: Application | Told, looked_at: sa.CompoundSelect[tuple[UUID]], phone: str) -> sa.Select[Any]:
    """What is to be known of each of them, the newest first."""
    return (
        sa.select(
            CASE.id, CASE.number, CASE.display_name, CASE.status, Account.status.label("account"),
            CASE.customer_number, CASE.name_key, OWN.nip, OWN.street, OWN.postcode, OWN.town, OWN.country,
            SealedAnswer.fingerprint.label("pesel"),
            sa.or_(_says(one.email_key), Account.email_key == one.email_key).label("email"),
            sa.and_(_says(phone), CASE.customer_number != phone).label("phone"),
            CASE.id.in_(repeated(one)).label("kept"), CASE.id.in_(repeating(one)).label("gone"),
        )
        .select_from(Case.__table__)
        .outerjoin(Application.__table__, OWN.id == CASE.id)
        .outerjoin(Account, Account.case_id == CASE.id)
        .outerjoin(SealedAnswer, sa.and_(SealedAnswer.case_id == CASE.id, SealedAnswer.field == PESEL))
        .where(CASE.id != one.id, CASE.id.in_(looked_at))
        # Of the papers of one customer number the application is enough.
        .where(sa.or_(OWN.id.is_not(None), CASE.customer_number != one.customer_number))
        .order_by(CASE.recorded_at.desc(), CASE.number.desc())
    )  # fmt: skip


def _pesels(session: Session, one: Application | Told) -> Sequence[str]:
    """The fingerprints by which a case with the same PESEL is found."""
    if isinstance(one, Told):
        return one.pesels
    return next((known_as(session, answer) for answer in one.sealed if answer.field == PESEL), ())


def _says(word: str) -> sa.ColumnElement[bool]:
    """Whether a case has this very word; an e-mail address is found by its last parts, too, and they are no address."""
    if not word:
        return sa.false()
    theirs = sa.select(CaseWord.word).where(CaseWord.case_id == CASE.id).correlate(Case.__table__)
    # A phone that reads alike from its end is no longer word than itself.
    itself = CaseWord.word.in_((word, f"{END}{word}"))
    longer = theirs.where(~itself, CaseWord.word.endswith(word, autoescape=True))
    return sa.and_(theirs.where(CaseWord.word == word).exists(), ~longer.exists())


def _equal(row: Any, one: Application | Told, pesels: Sequence[str]) -> list[Likeness]:
    named = bool(one.name_key) and one.name_key == row.name_key and row.street is not None
    exactly = named and _place(one) == _place(row) != ""
    told = {
        Likeness.CUSTOMER_NUMBER: bool(one.customer_number) and one.customer_number == row.customer_number,
        Likeness.EMAIL: bool(one.email_key) and row.email,
        Likeness.NIP: bool(one.nip) and one.nip == row.nip,
        Likeness.PESEL: row.pesel in pesels,
        Likeness.PHONE: row.phone,
        Likeness.NAME_AND_ADDRESS: exactly,
        Likeness.RESEMBLING: not exactly and row.street is not None and resemble(one, row),
    }
    return [likeness for likeness, holds in told.items() if holds]


def _place(one: Any) -> str:
    """The address, so that only what is written differently is not different."""
    return " ".join(fold(f"{one.street} {one.postcode} {one.town} {one.country}").split())
