"""What is put to one person, or to whom they stand in for: cases handed over and questions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner.cases.errands.tables import OLDEST_FIRST, CaseErrand, ErrandKind
from provisioner.cases.queue.open_cases import ROW, STANDS_STILL
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database.columns import Told
from provisioner.staff.substitutes.listing import stands_in_for
from provisioner.staff.tables import StaffMember

ERRAND = CaseErrand.__table__.c
MOST = 50
"""As many as a page shows at once."""


@dataclass(frozen=True)
class Entrusted:
    """One of them; `to` is whose it is, `due` None where the case waits for the customer."""

    case_id: UUID
    number: str
    customer: str
    due: date | None
    kind: ErrandKind
    words: str
    giver: str
    given_at: datetime
    to_id: UUID
    to: str

    @property
    def is_case(self) -> bool:
        """Whether it is the case itself, and no question."""
        return self.kind is ErrandKind.HANDED


def is_for(by: Told[UUID], today: Told[date]) -> sa.ColumnElement[bool]:
    """Whether this person is meant, or somebody for whom they stand in today, as a part of a query."""
    return sa.or_(ERRAND.given_to == by, ERRAND.given_to.in_(stands_in_for(by, today)))


def handed_to(by: UUID, today: date) -> sa.ColumnElement[bool]:
    """Whether a case is handed to this person, as a part of a query."""
    return ROW.id.in_(sa.select(ERRAND.case_id).where(ERRAND.kind == ErrandKind.HANDED, is_for(by, today)))


def handed_to_others(by: UUID, today: date) -> sa.ColumnElement[bool]:
    """Whether a case is handed to somebody else, as a part of a query."""
    return ROW.id.in_(sa.select(ERRAND.case_id).where(ERRAND.kind == ErrandKind.HANDED, ~is_for(by, today)))


def spoken_for(session: Session, by: UUID, today: date) -> Collection[UUID]:
    """The cases about which something is asked, or that are handed to somebody else."""
    apart = sa.or_(ERRAND.kind == ErrandKind.ASKED, ~is_for(by, today))
    return set(session.scalars(sa.select(ERRAND.case_id).where(apart)))


def put_to(by: Told[UUID], today: Told[date], most: Told[int]) -> sa.Select[Any]:
    """What is meant for this person, in the columns of Entrusted, then how much it is, and how many questions.

    So many at most, the questions first: a case handed over stands in the queue, too.
    """
    giver, receiver = aliased(StaffMember), aliased(StaffMember)
    running = ROW.status == CaseStatus.RECORDED
    asked = sa.func.count().filter(ERRAND.kind == ErrandKind.ASKED)
    return (
        sa.select(
            ERRAND.case_id, ROW.number, ROW.display_name, sa.case((running, ROW.due_last)).label("due"), ERRAND.kind,
            ERRAND.words, giver.name.label("giver"), ERRAND.given_at, receiver.id.label("to_id"),
            receiver.name.label("to"), sa.func.count().over().label("count"), asked.over().label("questions"),
        )
        .join_from(CaseErrand.__table__, Case.__table__, ROW.id == ERRAND.case_id)
        .join(giver, giver.id == ERRAND.given_by)
        .join(receiver, receiver.id == ERRAND.given_to)
        .where(is_for(by, today), ~STANDS_STILL)
        .order_by(ERRAND.kind, running.desc(), ROW.due_last, ROW.number, ERRAND.given_to)
        .limit(most)
    )  # fmt: skip


def asked_of(session: Session, case_id: UUID, *, by: UUID, today: date) -> Sequence[CaseErrand]:
    """The questions about a case that this person may answer, the oldest first."""
    asked = (CaseErrand.case_id == case_id, CaseErrand.kind == ErrandKind.ASKED, is_for(by, today))
    found = sa.select(CaseErrand).where(*asked).order_by(*OLDEST_FIRST)
    return session.scalars(found.execution_options(populate_existing=True)).all()
