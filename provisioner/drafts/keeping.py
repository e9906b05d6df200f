"""Keeping what is typed: one draft a person and form, gone once the form is a case, or after two weeks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner.cases.tables import Case
from provisioner.database.columns import Told
from provisioner.drafts.files import throw_away
from provisioner.drafts.tables import BroughtFile, Draft

KEPT = timedelta(days=14)
SHOWN = 20
"""So many of a person's drafts are listed, the newest."""


Seen = Callable[[Draft], bool]
"""Whether the form that is sent was made from this state of its draft: no older copy overwrites newer typing."""


class ChangedElsewhere(Exception):
    """Another copy of the form has changed the draft, at this moment for the last time; it stays as it is."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


def keep(session: Session, form_key: UUID, *, sealed: str, by: UUID, at: datetime, seen: Seen) -> bool:
    """Keep what stands in a form instead of what stood there before; False for a form that is a case already.

    Raises ChangedElsewhere.
    """
    if session.scalar(sa.select(Case.__table__.c.id).where(Case.__table__.c.form_key == form_key)):
        return False
    if not _replaced(session, form_key, sealed, by, at, seen):
        try:
            with session.begin_nested():
                session.add(Draft(staff_id=by, form_key=form_key, typed=sealed, saved_at=at))
        except IntegrityError:
            # The same form from another tab at the same moment has made the row.
            if not _replaced(session, form_key, sealed, by, at, seen):
                raise
    return True


def clear(session: Session, form_key: UUID, *, by: UUID, seen: Seen) -> None:
    """Remove the draft of a form in which nothing stands any more, if there is one. Raises ChangedElsewhere."""
    if draft := _held(session, form_key, by, seen):
        session.delete(draft)


def _replaced(session: Session, form_key: UUID, sealed: str, by: UUID, at: datetime, seen: Seen) -> bool:
    draft = _held(session, form_key, by, seen)
    if draft:
        draft.typed, draft.saved_at = sealed, at
    return draft is not None


def _held(session: Session, form_key: UUID, by: UUID, seen: Seen) -> Draft | None:
    """The draft as it stands, held for this transaction."""
    draft = session.scalar(sa.select(Draft).where(*_own(form_key, by)).with_for_update())
    if draft and not seen(draft):
        raise ChangedElsewhere(draft.saved_at)
    return draft


def waiting(by: Told[UUID]) -> sa.Select[Any]:
    """This person's drafts that are no case yet, the newest of them, in the columns of their table."""
    draft = Draft.__table__
    mine = sa.select(draft).where(draft.c.staff_id == by, ~_recorded(Draft))
    return mine.order_by(draft.c.saved_at.desc(), draft.c.form_key).limit(SHOWN)


def find(session: Session, form_key: UUID, *, by: UUID) -> Draft | None:
    """This person's draft of a form, while it is no case yet."""
    return session.scalar(sa.select(Draft).where(*_own(form_key, by), ~_recorded(Draft)))


def discard(session: Session, form_key: UUID, *, by: UUID) -> None:
    """Throw this person's draft away, if there is one, with the files that were brought with it."""
    # The draft before its files, as in saving the form, so that neither waits for what the other holds.
    session.execute(sa.delete(Draft).where(*_own(form_key, by)))
    throw_away(session, BroughtFile.staff_id == by, BroughtFile.form_key == form_key)


def sweep(session: Session, now: datetime, most: int) -> int:
    """Remove up to `most` drafts, and files without one, that are two weeks old or a case by now; gives how many."""
    drafted = sa.exists().where(Draft.staff_id == BroughtFile.staff_id, Draft.form_key == BroughtFile.form_key)
    left = sa.and_(BroughtFile.brought_at < now - KEPT, ~drafted)
    over = sa.union(
        sa.select(Draft.staff_id, Draft.form_key).where(sa.or_(Draft.saved_at < now - KEPT, _recorded(Draft))),
        sa.select(BroughtFile.staff_id, BroughtFile.form_key).where(sa.or_(left, _recorded(BroughtFile))),
    )
    rows = session.execute(over.limit(most)).all()
    for staff_id, form_key in rows:
        discard(session, form_key, by=staff_id)
    return len(rows)


def _own(form_key: UUID, by: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return Draft.staff_id == by, Draft.form_key == form_key


def _recorded(kept: type[Draft | BroughtFile]) -> sa.ColumnElement[bool]:
    """What came in while its form was being saved may stand beside the case; it counts no more."""
    return sa.exists().where(Case.__table__.c.form_key == kept.form_key)
