"""Which other cases may be the same customer's: one lookup in an index for each thing that tells people apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.applications.resembling import neighbours, same_name
from provisioner.applications.tables import PESEL, Application, Duplicate
from provisioner.cases.finding.tables import CaseWord
from provisioner.cases.finding.words import words_in
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cases.tables import Case

SEALED = SealedAnswer.__table__.c
CASE, OWN = Case.__table__.c, Application.__table__.c


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


def candidates(
    session: Session, one: Application | Told, pesels: Sequence[str]
) -> sa.CompoundSelect[tuple[UUID]] | None:
    """One lookup in an index each: a condition over two tables would read all cases. None where nothing is said."""
    said = {CASE.customer_number: one.customer_number, OWN.nip: one.nip}
    wanted = [sa.select(column.table.c.id).where(column == value) for column, value in said.items() if value]
    if one.id:
        wanted += [repeated(one), repeating(one)]
    if words := [word for word in (one.email_key, digits(one.phone)) if word]:
        wanted.append(sa.select(CaseWord.case_id).where(CaseWord.word.in_(words)))
    if one.email_key:
        wanted.append(sa.select(Account.case_id).where(Account.email_key == one.email_key))
    if pesels:
        wanted.append(sa.select(SEALED.case_id).where(SEALED.fingerprint.in_(pesels), SEALED.field == PESEL))
    if one.name_key and one.street:
        wanted.append(_namesakes(one))
    if named := _resembling(session, one):
        wanted.append(sa.select(CASE.id).where(CASE.id.in_(named)))
    return sa.union(*wanted) if wanted else None


def repeated(one: Application | Told) -> sa.Select[UUID]:
    """The case that this one repeats."""
    return sa.select(Duplicate.same_as).where(Duplicate.case_id == one.id)


def repeating(one: Application | Told) -> sa.Select[UUID]:
    """Those that repeat this one."""
    return sa.select(Duplicate.case_id).where(Duplicate.same_as == one.id)


def _resembling(session: Session, one: Application | Told) -> Sequence[UUID]:
    """Of all cases at one house number few have a name like this one: those alone are asked for the rest."""
    near = neighbours(one)
    if near is None:
        return ()
    names = session.execute(sa.select(CASE.id, CASE.name_key).where(CASE.id != one.id, CASE.id.in_(near)))
    return [case_id for case_id, name_key in names if same_name(one.name_key, name_key)]


def _namesakes(one: Application | Told) -> sa.Select[tuple[UUID]]:
    """Who has the very name at the postcode, however many cases of the house number are newer."""
    there = sa.join(Case.__table__, Application.__table__, OWN.id == CASE.id)
    return sa.select(CASE.id).select_from(there).where(CASE.name_key == one.name_key, OWN.postcode == one.postcode)


def digits(phone: str) -> str:
    """A phone as cases are found by it."""
    return "".join(words_in([phone]))
