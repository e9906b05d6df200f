"""Letters that came back and wait for somebody."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from provisioner.cases.letters.tables import RETURNED, SentLetter

MOST = 100


def returned(session: Session) -> Sequence[SentLetter]:
    """The letters whose return waits for somebody, the oldest first; 100 at most."""
    waiting = sa.select(SentLetter).where(*RETURNED).options(joinedload(SentLetter.case))
    return session.scalars(waiting.order_by(SentLetter.noted_at, SentLetter.id).limit(MOST)).all()


def returned_count() -> sa.ScalarSelect[int]:
    """How many wait: for the navigation, to be asked for together with others."""
    return sa.select(sa.func.count()).select_from(SentLetter).where(*RETURNED).scalar_subquery()
