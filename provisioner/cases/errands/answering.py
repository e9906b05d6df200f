"""Answering a question that a colleague has put: by a note, which closes it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.cases.errands.listing import asked_of
from provisioner.cases.locking import lock_case
from provisioner.cases.notes import is_last, note
from provisioner.entry.reasons import given
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember


class NothingAsked(Exception):
    """Nothing is asked of this person about the case, or it is answered already, or the case is decided."""


def answer(session: Session, case_id: UUID, text: str, *, to: Collection[str], by: StaffMember, at: datetime) -> None:
    """Write the note that answers the questions `to` (their keys), put to this person or to whom they stand in for.

    The same answer sent twice counts once. Raises ReasonMissing, UnknownCase, NothingAsked."""
    words = given(text)
    lock_case(session, case_id)
    closed = [one for one in asked_of(session, case_id, by=by.id, today=office_date(at)) if one.key in to]
    if not closed:
        if is_last(session, case_id, words, by=by):
            return
        raise NothingAsked
    for one in closed:
        session.delete(one)
    note(session, case_id, words, by=by, at=at)
