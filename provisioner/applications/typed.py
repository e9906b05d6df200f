"""What a form says before it is saved, as far as it can be read: for looking ahead, never for writing."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

import provisioner.applications.paper as paper
from provisioner import office
from provisioner.applications.candidates import Told
from provisioner.applications.tables import Application
from provisioner.cases.sealed.keeping import fingerprints
from provisioner.cases.tables import Case
from provisioner.entry.field import read_values
from provisioner.entry.reader import Reader
from provisioner.identifiers import name_key
from provisioner.logins import Practice

TELLS = frozenset(
    {
        paper.CUSTOMER_NUMBER, paper.CUSTOMER_KIND, paper.COMPANY_NAME, paper.NIP, paper.FIRST_NAME, paper.LAST_NAME,
        paper.PESEL, paper.STREET, paper.POSTCODE, paper.TOWN, paper.COUNTRY, paper.EMAIL, paper.PHONE,
    }
)  # fmt: skip
"""The fields by which other cases of the same customer are found, or a hint is given."""
RECENT = 300
"""Half the cases may have the town's own postcode, and it stands among these; only a rare one is looked up in all."""


def told(session: Session, raw: Mapping[str, str], *, today: date, practice: Practice) -> Told:
    """What tells the customer apart; what is wrong or only half typed says nothing."""
    asked = paper.asked(office.rules(session))
    values = read_values(Reader(raw, today=today, customer_number=practice.read_number), asked)
    pesel = values.sealed.get(paper.PESEL.name, "")
    return Told(
        customer_number=values[paper.CUSTOMER_NUMBER],
        name_key=name_key(values[paper.FIRST_NAME], values[paper.LAST_NAME], values[paper.COMPANY_NAME]),
        email_key=values[paper.EMAIL].lower(),
        nip=values[paper.NIP],
        phone=values[paper.PHONE],
        street=values[paper.STREET],
        postcode=values[paper.POSTCODE],
        town=values[paper.TOWN],
        country=values[paper.COUNTRY],
        pesels=fingerprints(session, paper.PESEL.name, pesel) if pesel else (),
    )


def town_proposed(session: Session, typed: Told, recent: int = RECENT) -> str:
    """The town of the newest case with this Polish postcode; empty once a town is typed, or where none is known."""
    if not typed.postcode or typed.town or typed.country:
        return ""
    case, own = Case.__table__.c, Application.__table__.c
    newest = sa.select(case.id, case.number).order_by(case.number.desc()).limit(recent).subquery()
    for papers in (newest, Case.__table__):
        found = (
            sa.select(own.town)
            .join(papers, papers.c.id == own.id)
            .where(own.postcode == typed.postcode, own.country == "")
            .order_by(papers.c.number.desc())
            .limit(1)
        )
        town: str | None = session.scalar(found)
        if town:
            return town
    return ""
