"""Locking a case: whoever decides, changes or erases it at the same moment waits here, or has done it."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.errors import UnknownCase
from provisioner.cases.tables import Case

CASE = Case.__table__.c
LOCKED = (
    sa.select(CASE.id).where(CASE.id.in_(sa.bindparam("wanted", expanding=True))).order_by(CASE.id).with_for_update()
)


def lock_case(session: Session, case_id: UUID) -> None:
    """Nobody else is at this case until the transaction ends. Raises UnknownCase."""
    if not lock_cases(session, [case_id]):
        raise UnknownCase(str(case_id))


def lock_cases(session: Session, case_ids: Collection[UUID]) -> Collection[UUID]:
    """The same for several, always in one order; gives those that are there."""
    return session.scalars(LOCKED, {"wanted": list(case_ids)}).all()
