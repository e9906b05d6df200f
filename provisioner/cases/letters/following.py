"""Letters that have left stay letters of their case while nothing but a waiting decision has touched it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.tables import Case


def follow(session: Session, case: Case, revision: int) -> None:
    """The letters of the case as it was seen (`revision`) are those of the case as it is."""
    of_then = (SentLetter.case_id == case.id, SentLetter.revision == revision)
    session.execute(sa.update(SentLetter).where(*of_then).values(revision=case.revision))
