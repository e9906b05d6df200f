"""Answering a question that a colleague has put: by a note, which closes it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.errands.listing import is_for
from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.locking import lock_case
from provisioner.cases.notes import note
from provisioner.entry.reasons import given
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember


class NothingAsked(Exception):
    """Nothing is asked of this person about the case, or it is answered already, or the case is decided."""


def answer(session: Session, case_id: UUID, text: str, *, by: StaffMember, at: datetime) -> None:
    """Write the note that answers what is asked of this person, or of whom they stand in for.

    Raises ReasonMissing, UnknownCase, NothingAsked."""
    words = given(text)
    lock_case(session, case_id)
    asked = (CaseErrand.case_id == case_id, CaseErrand.kind == ErrandKind.ASKED, is_for(by.id, office_date(at)))
    closed = session.execute(sa.delete(CaseErrand).where(*asked).execution_options(synchronize_session=False))
    if not closed.rowcount:  # type: ignore[attr-defined]
        raise NothingAsked
    note(session, case_id, words, by=by, at=at)
