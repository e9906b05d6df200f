"""What waits for somebody who has left the staff goes back to the others."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.locking import lock_cases
from provisioner.cases.moves import OBJECT
from provisioner.cases.taking.tables import CaseTaking
from provisioner.journal import Event
from provisioner.staff.listing import gone


def free_what_leavers_had(session: Session, since: datetime, at: datetime) -> int:
    """Free the cases that they have in hand or were handed, by the list of staff read from `since` on; gives how many.

    A question that was put to them stays: whoever asked sees that there is no answer.
    """
    taken = CaseTaking.taken_by.in_(gone(since))
    handed = sa.and_(CaseErrand.kind == ErrandKind.HANDED, CaseErrand.given_to.in_(gone(since)))
    held = sa.union(sa.select(CaseTaking.case_id).where(taken), sa.select(CaseErrand.case_id).where(handed))
    locked = lock_cases(session, session.scalars(held).all())
    _tell(session, locked, handed, at)
    for theirs in (
        sa.delete(CaseTaking).where(CaseTaking.case_id.in_(locked), taken),
        sa.delete(CaseErrand).where(CaseErrand.case_id.in_(locked), handed),
    ):
        session.execute(theirs.execution_options(synchronize_session=False))
    return len(locked)


def _tell(session: Session, locked: Collection[UUID], handed: sa.ColumnElement[bool], at: datetime) -> None:
    """A line about each case that was handed to one of them, as there is one of its being handed over (P8)."""
    receivers = sa.select(CaseErrand.case_id, CaseErrand.given_to).where(CaseErrand.case_id.in_(locked), handed)
    for case_id, receiver in session.execute(receivers.order_by(CaseErrand.case_id)).all():
        journal.record(
            session, Event.HAND_OVER_LAPSED, at=at, actor=journal.WORKER, object_type=OBJECT, object_id=case_id,
            receiver=str(receiver),
        )  # fmt: skip
