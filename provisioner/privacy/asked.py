"""What is due because somebody asked for it: the cases of approved requests, and those requests when they are old."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.erasures.tables import ErasurePart, ErasureRequest
from provisioner.privacy.held import at_work, held
from provisioner.privacy.rules import Due, Ground

CASE, PART = Case.__table__, ErasurePart.__table__.c
APPROVED = sa.and_(CASE.c.id == ErasureRequest.__table__.c.id, CASE.c.status == CaseStatus.APPROVED.value)


def requested(session: Session, until: datetime) -> Iterator[Due]:
    """Cases whose erasure was approved: at once, or when the hold that kept one is over."""
    theirs = CASE.alias()
    alive = sa.exists().where(Account.case_id == PART.case_id, Account.status.not_in(ENDED))
    rows = session.execute(
        sa.select(theirs.c.id, theirs.c.number, CASE.c.decided_at, CASE.c.decided_by)
        .where(APPROVED, PART.request_id == CASE.c.id, theirs.c.id == PART.case_id, CASE.c.decided_at <= until)
        .where(~alive, ~at_work(theirs.c.id), ~held(theirs.c.id))
        .order_by(CASE.c.decided_at, theirs.c.number)
    ).all()
    for row in rows:
        by = journal.staff(row.decided_by)
        yield Due(row.id, row.number, Ground.REQUESTED, row.decided_at, row.decided_at, by)


def answered(session: Session, until: datetime, life: timedelta) -> Iterator[Due]:
    """Requests approved so long ago of which nothing is left to be carried out."""
    theirs = CASE.alias()
    left = sa.exists().where(PART.request_id == CASE.c.id, theirs.c.id == PART.case_id)
    rows = session.execute(
        sa.select(CASE.c.id, CASE.c.number, CASE.c.decided_at)
        .where(APPROVED, CASE.c.decided_at <= until - life, ~left, ~held(CASE.c.id))
        .order_by(CASE.c.decided_at, CASE.c.number)
    ).all()
    for row in rows:
        yield Due(row.id, row.number, Ground.ANSWERED, row.decided_at, row.decided_at + life)
