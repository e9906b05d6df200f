"""Letters that came back and wait for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.letters.tables import RETURNED, SentLetter
from provisioner.cases.tables import Case

MOST = 100


@dataclass(frozen=True)
class Returned:
    """A letter that came back, with the number of its case and the customer."""

    letter: SentLetter
    number: str
    customer: str


def returned(session: Session) -> Sequence[Returned]:
    """Those whose return waits for somebody, the oldest first; 100 at most."""
    case = Case.__table__.c
    waiting = sa.select(SentLetter, case.number, case.display_name).join(Case.__table__, case.id == SentLetter.case_id)
    rows = session.execute(waiting.where(*RETURNED).order_by(SentLetter.noted_at, SentLetter.id).limit(MOST))
    return [Returned(letter, number, customer) for letter, number, customer in rows]


def returned_count() -> sa.ScalarSelect[int]:
    """How many wait: for the navigation, to be asked for together with others."""
    return sa.select(sa.func.count()).select_from(SentLetter).where(*RETURNED).scalar_subquery()
