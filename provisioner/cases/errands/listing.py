"""What is put to one person: the cases handed to them and the questions they are asked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.queue.open_cases import ROW, STANDS_STILL
from provisioner.cases.tables import Case
from provisioner.staff.tables import StaffMember

ERRAND = CaseErrand.__table__.c
MOST = 50
"""As many as a page shows at once."""


@dataclass(frozen=True)
class Entrusted:
    """One of them; `to` is whose it is."""

    case_id: UUID
    number: str
    customer: str
    due: date
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


def is_for(by: UUID) -> sa.ColumnElement[bool]:
    """Whether this person is meant, as a part of a query."""
    return ERRAND.given_to == by


def handed_to(by: UUID) -> sa.ColumnElement[bool]:
    """Whether a case is handed to this person, as a part of a query."""
    return ROW.id.in_(sa.select(ERRAND.case_id).where(ERRAND.kind == ErrandKind.HANDED, is_for(by)))


def handed_to_others(by: UUID) -> sa.ColumnElement[bool]:
    """Whether a case is handed to somebody else, as a part of a query."""
    return ROW.id.in_(sa.select(ERRAND.case_id).where(ERRAND.kind == ErrandKind.HANDED, ~is_for(by)))


def put_to(by: UUID) -> sa.Select[Any]:
    """What is put to this person, in the columns of Entrusted; MOST at most, the cases handed over first."""
    giver, receiver = aliased(StaffMember), aliased(StaffMember)
    return (
        sa.select(
            ERRAND.case_id, ROW.number, ROW.display_name, ROW.due_last, ERRAND.kind, ERRAND.words,
            giver.name.label("giver"), ERRAND.given_at, receiver.id.label("to_id"), receiver.name.label("to"),
        )
        .join_from(CaseErrand.__table__, Case.__table__, ROW.id == ERRAND.case_id)
        .join(giver, giver.id == ERRAND.given_by)
        .join(receiver, receiver.id == ERRAND.given_to)
        .where(is_for(by), ~STANDS_STILL)
        .order_by(ERRAND.kind.desc(), ROW.due_last, ROW.number)
        .limit(MOST)
    )  # fmt: skip
