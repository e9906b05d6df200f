"""What is due because somebody asked for it: the cases of approved requests, and those requests when they are old."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

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


def asked_for(session: Session, until: datetime, life: timedelta) -> Iterator[Due]:
    """Cases of approved requests, and requests approved a `life` ago of which nothing is left to do; one statement."""
    both = sa.union_all(_cases(until), _requests(until - life)).order_by("decided_at", "number")
    for row in session.execute(both).all():
        if row.ground == Ground.REQUESTED:
            by = journal.staff(row.decided_by)
            yield Due(row.id, row.number, Ground.REQUESTED, row.decided_at, row.decided_at, by)
        else:
            yield Due(row.id, row.number, Ground.ANSWERED, row.decided_at, row.decided_at + life)


def _cases(until: datetime) -> sa.Select[Any]:
    """At once, or when the hold that kept one is over."""
    theirs = CASE.alias()
    alive = sa.exists().where(Account.case_id == PART.case_id, Account.status.not_in(ENDED))
    return (
        sa.select(theirs.c.id, theirs.c.number, CASE.c.decided_at, CASE.c.decided_by, _ground(Ground.REQUESTED))
        .where(APPROVED, PART.request_id == CASE.c.id, theirs.c.id == PART.case_id, CASE.c.decided_at <= until)
        .where(~alive, ~at_work(theirs.c.id), ~held(theirs.c.id))
    )


def _requests(until: datetime) -> sa.Select[Any]:
    theirs = CASE.alias()
    left = sa.exists().where(PART.request_id == CASE.c.id, theirs.c.id == PART.case_id)
    return sa.select(
        CASE.c.id, CASE.c.number, CASE.c.decided_at, CASE.c.decided_by, _ground(Ground.ANSWERED)
    ).where(APPROVED, CASE.c.decided_at <= until, ~left, ~held(CASE.c.id))  # fmt: skip


def _ground(ground: Ground) -> sa.Label[str]:
    return sa.literal(ground.value).label("ground")
