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
    """One batch: how many were sealed anew, how many could not be opened, the last looked at; None behind the end."""

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
    places = _places(session, after, most)
    done = unopened = 0
    for place in places:
        # Locked one by one and looked at again: whoever corrects one meanwhile seals it with the key in use.
        answer = session.get(SealedAnswer, place, with_for_update=True, populate_existing=True)
        if answer is None or answer.key_id == keeper.key_id:
            continue
        try:
            seal(answer, keeper, opened(session, answer))
            done += 1
        except NotOpened:
            unopened += 1
    return Resealed(done, unopened, places[-1] if places else None)


def _places(session: Session, after: Place | None, most: int) -> list[Place]:
    """The next answers under former keys, in their order."""
    case_id, field = SealedAnswer.case_id, SealedAnswer.field
    wanted = sa.select(case_id, field).where(_former(session)).order_by(case_id, field).limit(most)
    if after:
        wanted = wanted.where(sa.or_(case_id > after[0], sa.and_(case_id == after[0], field > after[1])))
    return [(one, name) for one, name in session.execute(wanted)]


def _former(session: Session) -> sa.ColumnElement[bool]:
    keeper = journal.keeper_of(session)
    return SealedAnswer.key_id != (keeper.key_id if keeper else "")
