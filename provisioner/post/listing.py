"""The register of letters as people read it: of one case, and those that came back and wait for somebody."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from provisioner.post.tables import RETURNED, SentLetter

MOST = 100


def of_case(session: Session, case_id: UUID) -> Sequence[SentLetter]:
    """What has left of a case, the newest first."""
    mine = sa.select(SentLetter).where(SentLetter.case_id == case_id)
    return session.scalars(mine.order_by(SentLetter.sent_at.desc(), SentLetter.copy.desc())).all()


def returned(session: Session) -> Sequence[SentLetter]:
    """The letters whose return waits for somebody, the oldest first; 100 at most."""
    waiting = sa.select(SentLetter).where(*RETURNED).options(joinedload(SentLetter.case))
    return session.scalars(waiting.order_by(SentLetter.noted_at, SentLetter.id).limit(MOST)).all()


def returned_count() -> sa.ScalarSelect[int]:
    """How many wait: for the navigation, to be asked for together with others."""
    return sa.select(sa.func.count()).select_from(SentLetter).where(*RETURNED).scalar_subquery()
