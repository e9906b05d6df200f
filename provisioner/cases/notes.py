"""Notes that staff write on a case: lines of its history, for colleagues, that change nothing about it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.history import history
from provisioner.cases.locking import lock_case
from provisioner.cases.moves import OBJECT
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember

NOTE = "case_note"


def note(session: Session, case_id: UUID, text: str, *, by: StaffMember, at: datetime) -> bool:
    """Write the note; gives False where this person's same words are the last line already, as when sent twice.

    Raises UnknownCase, also for one that is erased, and ReasonMissing.
    """
    words = given(text)
    # The same note sent twice waits here, too.
    lock_case(session, case_id)
    if is_last(session, case_id, words, by=by):
        return False
    journal.record(
        session, Event.CASE_NOTED, at=at, actor=journal.staff(by.id), object_type=OBJECT, object_id=case_id,
        values={NOTE: ("", words)},
    )  # fmt: skip
    return True


def is_last(session: Session, case_id: UUID, words: str, *, by: StaffMember) -> bool:
    """Whether a note of this person with these words is the last that happened to the case."""
    last = next(iter(history(session, [str(case_id)], most=1)), None)
    told = (Event.CASE_NOTED, by.name, {NOTE: ("", words)})
    return last is not None and (last.event, last.who, last.values) == told
