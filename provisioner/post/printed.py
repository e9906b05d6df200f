"""Noting that letters were printed: said by whoever has the paper in hand, of exactly what stands on it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from provisioner.cases.letters.rules import Way
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.locking import lock_cases
from provisioner.cases.moves import write_line
from provisioner.cases.tables import Case
from provisioner.journal import Event
from provisioner.post.errors import LetterChanged, NothingOwed
from provisioner.post.sheets import Sheet, sheets
from provisioner.settings.branding import Branding
from provisioner.staff.tables import StaffMember
from provisioner.wording import noted


def printed(
    session: Session, paper: Sequence[Sheet], digest: str, branding: Branding, *, by: StaffMember, at: datetime
) -> None:
    """Note all of them, or none. Raises NothingOwed, LetterChanged.

    `digest` is that of the PDF.
    """
    if not paper:
        raise NothingOwed
    ids = [one.case_id for one in paper]
    lock_cases(session, ids)
    if sheets(session, ids, branding) != list(paper):
        raise LetterChanged
    for one in paper:
        sent = SentLetter(
            id=uuid4(), case_id=one.case_id, kind=one.kind, revision=one.revision, copy=one.copy, way=Way.PRINTED,
            sent_at=at, sent_by=by.id, digest=digest,
        )  # fmt: skip
        session.add(sent)
        write_line(
            session, Event.LETTER_PRINTED, session.get_one(Case, one.case_id), by=by, at=at, letter=one.kind,
            digest=digest, values=None, **noted(one.letter.wording),
        )  # fmt: skip
