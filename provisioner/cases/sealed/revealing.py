"""Showing one sealed answer to one person: for a reason, once a press, on the record."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.locking import lock_case
from provisioner.cases.moves import OBJECT
from provisioner.cases.sealed.keeping import opened
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffMember

REASON = "reveal_reason"
MOST, WITHIN = 20, timedelta(hours=1)
"""So many a person may see within this time: more is no work on papers."""
REVEALED = AuditEntry.event == Event.ANSWER_REVEALED


class NothingSealed(LookupError):
    """The case holds no such answer, or holds it no more."""


class RevealedMeanwhile(Exception):
    """An answer of this case was revealed since the page was drawn: by a colleague, or by this very press."""


class TooManyRevealed(Exception):
    """This person has seen as many within the hour as one may."""


def revealed_count(session: Session, case_id: UUID) -> int:
    """How often an answer of this case was revealed."""
    of_case = sa.and_(AuditEntry.object_type == OBJECT, AuditEntry.object_id == str(case_id))
    return session.scalars(sa.select(sa.func.count()).select_from(AuditEntry).where(of_case, REVEALED)).one()


def reveal(
    session: Session, case_id: UUID, field: str, *, reason: str, seen: int, by: StaffMember, at: datetime
) -> str:
    """The answer in clear, with the line that says who saw it and why.

    `seen` is how often that had happened when the page was drawn, so that a page loaded again shows nothing. Raises
    ReasonMissing, UnknownCase, NothingSealed, RevealedMeanwhile, TooManyRevealed, NoKey, NotOpened.
    """
    why = given(reason)
    lock_case(session, case_id)
    answer = session.get(SealedAnswer, (case_id, field))
    if answer is None:
        raise NothingSealed(field)
    journal.wait_for_turn(session)
    if revealed_count(session, case_id) != seen:
        raise RevealedMeanwhile
    if _lately(session, by, at) >= MOST:
        raise TooManyRevealed
    text = opened(session, answer)
    journal.record(
        session, Event.ANSWER_REVEALED, at=at, actor=journal.staff(by.id), object_type=OBJECT, object_id=case_id,
        values={REASON: ("", why)}, fields=[field],
    )  # fmt: skip
    return text


def _lately(session: Session, by: StaffMember, at: datetime) -> int:
    mine = sa.and_(AuditEntry.actor == journal.staff(by.id), AuditEntry.at > at - WITHIN)
    return session.scalars(sa.select(sa.func.count()).select_from(AuditEntry).where(mine, REVEALED)).one()
