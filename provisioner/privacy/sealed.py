"""What is kept sealed is erased earlier than its case: once the office knows who the customer is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office
from provisioner.cases.moves import OBJECT
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.journal import Event
from provisioner.privacy.held import held


def erase_sealed(session: Session, now: datetime, most: int) -> int:
    """Erase the sealed answers of up to `most` cases decided or returned long enough ago; gives how many cases.

    A case that is held back keeps them, and so does one that waits for its decision.
    """
    due = _due(session, now, most)
    for case_id in due:
        gone = sa.delete(SealedAnswer).where(SealedAnswer.case_id == case_id).returning(SealedAnswer.field)
        if fields := session.scalars(gone.execution_options(synchronize_session=False)).all():
            journal.record(
                session, Event.ANSWERS_ERASED, at=now, actor=journal.WORKER, object_type=OBJECT, object_id=case_id,
                fields=sorted(fields),
            )  # fmt: skip
    return len(due)


def _due(session: Session, now: datetime, most: int) -> Sequence[UUID]:
    """With nobody else at these cases until this transaction ends; whoever completes one meanwhile was faster."""
    case, sealed = Case.__table__.c, SealedAnswer.__table__.c
    over = now - timedelta(days=office.rules(session).retention_sealed_days)
    wanted = sa.select(case.id).where(
        case.id.in_(sa.select(sealed.case_id)), case.status != CaseStatus.RECORDED, case.decided_at <= over,
        ~held(case.id),
    )  # fmt: skip
    return session.scalars(wanted.order_by(case.decided_at, case.id).limit(most).with_for_update()).all()
