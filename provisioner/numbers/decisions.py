"""The decisions of a time: when the clock ran, and of refusals why, as far as the paper itself says it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.database.days import office_day
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.erasures.person import PURPOSE
from provisioner.numbers.counting import CASE, DECIDED, GONE, MANY, decided_in
from provisioner.numbers.period import Period
from provisioner.numbers.refusals import with_clause

IN_MONTHS = CASE.purpose == PURPOSE
"""The law sets these a term in months, so that their working days would say nothing of the office's promise (R4)."""


class Why(StrEnum):
    """What a refused paper lacks: a clause accepted, only the signature under the Regulamin, or something else."""

    CLAUSE = "clause"
    UNSIGNED = "unsigned"
    OTHER = "other"


class Decisions(NamedTuple):
    """Decisions alike: of which kind, since when the clock ran, until when, on which day of the office's, and why.

    Of erased ones outcome and day are all that is left.
    """

    status: CaseStatus
    in_months: bool | None
    clock_from: date | None
    due_last: date | None
    why: Why | None
    day: date
    many: int


def decisions(session: Session, period: Period) -> Iterator[Decisions]:
    """What was decided; rows come grouped, never one a case."""
    return (Decisions(*row) for row in session.execute(sa.union_all(_erased(period), _known(period))))


def _erased(period: Period) -> sa.Select[Any]:
    day = office_day(GONE.decided_at, period.year)
    within = sa.and_(GONE.status.in_(DECIDED), GONE.decided_at >= period.begins, GONE.decided_at < period.ends)
    unknown = (sa.cast(sa.null(), kind) for kind in (sa.Boolean(), sa.Date(), sa.Date(), sa.String()))
    return sa.select(GONE.status, *unknown, day, MANY).where(within).group_by(GONE.status, day)


def _known(period: Period) -> sa.Select[Any]:
    alike = (
        CASE.status, IN_MONTHS.label("in_months"), CASE.clock_from, CASE.due_last, _why(period).label("why"),
        office_day(CASE.decided_at, period.year).label("day"),
    )  # fmt: skip
    one = (
        sa.select(*alike)
        .join_from(CASE.id.table, Application.__table__, Application.__table__.c.id == CASE.id, isouter=True)
        .join(Declaration.__table__, Declaration.__table__.c.id == CASE.id, isouter=True)
        .where(decided_in(period))
        .subquery()
    )
    return sa.select(*one.c, MANY).group_by(*one.c)


def _why(period: Period) -> sa.ColumnElement[Any]:
    first, declared = Application.__table__.c, Declaration.__table__.c
    regulamin = sa.and_(declared.kind == DeclarationKind.REGULAMIN, sa.not_(declared.signed))
    return sa.case(
        (CASE.status != CaseStatus.REFUSED, sa.null()),
        (CASE.id.in_(with_clause(period)), Why.CLAUSE.value),
        (sa.or_(sa.not_(first.regulamin_signed), regulamin), Why.UNSIGNED.value),
        else_=Why.OTHER.value,
    )
