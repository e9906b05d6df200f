"""Parts of queries about open cases: which stand still, whose own they are, how many wait."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case, CaseEditor
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.database.columns import Utc

ROW = Case.__table__.c
"""A case as it stands in every purpose's row; asked for as a class it would bring its purpose along."""
DECISION, EDITOR = WaitingDecision.__table__.c, CaseEditor.__table__.c
FEW = 500
"""Most approvers have keyed in fewer cases."""
STANDS_STILL = sa.exists().where(DECISION.case_id == ROW.id, DECISION.lapsed_at.is_(None))
"""Somebody has decided it, and that waits for its time."""


def is_own(by: UUID) -> sa.ColumnElement[bool]:
    """Whether this person keyed in or changed a case (P6), as a part of a query."""
    editor = CaseEditor.__table__.alias()
    return sa.exists().where(editor.c.case_id == ROW.id, editor.c.staff_id == by)


def few_are_own(by: UUID) -> sa.ColumnElement[bool]:
    """Whether this person has keyed in so few cases that all at hand cost less than asking case by case."""
    some = sa.select(EDITOR.case_id).where(EDITOR.staff_id == by).limit(FEW + 1).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery() <= FEW


def not_of_few(by: UUID) -> sa.ColumnElement[bool]:
    """What `is_own` says of none, where few are."""
    return ROW.id.not_in(sa.select(EDITOR.case_id).where(EDITOR.staff_id == by))


def waiting_count() -> sa.ScalarSelect[int]:
    """How many cases wait for a decision: the number in the navigation, to be asked for together with others.

    All that are recorded, but for those that somebody has decided, which waits for its time: looked up for each of ten
    thousand it took longer than everything else the navigation counts.
    """
    recorded = sa.select(sa.func.count()).select_from(Case.__table__).where(ROW.status == CaseStatus.RECORDED)
    decided = recorded.where(DECISION.case_id == ROW.id, DECISION.lapsed_at.is_(None))
    return sa.select(recorded.scalar_subquery() - decided.scalar_subquery()).scalar_subquery()


def last_approved(session: Session) -> datetime | None:
    """When a case was last approved, for the empty queue."""
    newest = sa.func.max(ROW.decided_at, type_=Utc)
    found: datetime | None = session.scalar(sa.select(newest).where(ROW.status == CaseStatus.APPROVED))
    return found
