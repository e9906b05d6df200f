"""Once the journal's key was exchanged, answers are sealed anew under the key in use, a few at a time."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.sealed.keeping import NotOpened, opened, seal
from provisioner.cases.sealed.tables import SealedAnswer

Place = tuple[UUID, str]
"""Case and field, in whose order the answers are gone through."""
BATCH = 200


@dataclass(frozen=True)
class Resealed:
    """One batch: how many were sealed anew, how many could not be opened, and the last of them; None at the end."""

    done: int
    unopened: int
    last: Place | None


def under_former_keys(session: Session) -> int:
    """How many answers are sealed with another key than the one in use. Raises WrongKey."""
    return session.scalars(sa.select(sa.func.count()).select_from(SealedAnswer).where(_former(session))).one()


def reseal(session: Session, after: Place | None = None, most: int = BATCH) -> Resealed:
    """Seal the next ones anew; what was changed meanwhile is sealed with the key in use already.

    One that cannot be opened stays as it is, to be opened with its own key. Raises WrongKey.
    """
    keeper = journal.keeper_of(session)
    if keeper is None:
        return Resealed(0, 0, None)
    place = sa.tuple_(SealedAnswer.case_id, SealedAnswer.field)
    wanted = sa.select(SealedAnswer).where(_former(session), place > after if after else sa.true())
    ordered = wanted.order_by(SealedAnswer.case_id, SealedAnswer.field).limit(most).with_for_update()
    some, unopened = session.scalars(ordered).all(), 0
    for answer in some:
        try:
            seal(answer, keeper, opened(session, answer))
        except NotOpened:
            unopened += 1
    last = (some[-1].case_id, some[-1].field) if len(some) == most else None
    return Resealed(len(some) - unopened, unopened, last)


def _former(session: Session) -> sa.ColumnElement[bool]:
    keeper = journal.keeper_of(session)
    return SealedAnswer.key_id != (keeper.key_id if keeper else "")
