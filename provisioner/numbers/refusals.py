"""Why applications were refused, as far as the paper itself says it: by clause, by signature, otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.applications.rules import Answer
from provisioner.applications.tables import ClauseAnswer
from provisioner.cases.status import CaseStatus
from provisioner.declarations.tables import DeclaredAnswer
from provisioner.forms.tables import Clause, FormEdition
from provisioner.numbers.counting import CASE, decided_in
from provisioner.numbers.period import Period

CLAUSE, EDITION = Clause.__table__.c, FormEdition.__table__.c
PAPERS: Sequence[tuple[Any, Any]] = (
    (ClauseAnswer.__table__.c, ClauseAnswer.__table__.c.application_id),
    (DeclaredAnswer.__table__.c, DeclaredAnswer.__table__.c.declaration_id),
)
"""The answers of applications and of declarations, each with the case they belong to."""


@dataclass(frozen=True)
class OfClause:
    """How many refused papers did not accept a clause that has to be; by its edition and number on the paper."""

    edition: str
    number: int
    count: int


@dataclass(frozen=True)
class Refusals:
    """Refused papers: those with a clause not accepted (one paper may stand at several), those that only lack the
    signature under the Regulamin, and all others, whose reason stands in words on the case.
    """

    clauses: Sequence[OfClause]
    with_clause: int
    unsigned: int
    others: int


def clauses(session: Session, period: Period) -> list[OfClause]:
    """The clauses that refused papers of this time did not accept, the most frequent first."""
    answers = _answers(period)
    count = sa.func.count(answers.c.case_id)
    rows = session.execute(
        sa.select(EDITION.code, CLAUSE.number, count)
        .join_from(answers, Clause.__table__, CLAUSE.id == answers.c.clause_id)
        .join(FormEdition.__table__, EDITION.id == CLAUSE.edition_id)
        .group_by(EDITION.code, CLAUSE.number)
        .order_by(count.desc(), EDITION.code, CLAUSE.number)
    )
    return [OfClause(*row) for row in rows]


def with_clause(period: Period) -> sa.Select[Any]:
    """The refused papers with a clause not accepted, as a part of a query."""
    return sa.select(_answers(period).c.case_id)


def _answers(period: Period) -> sa.Subquery:
    refused = sa.and_(decided_in(period), CASE.status == CaseStatus.REFUSED)
    return sa.union_all(*(_not_accepted(answer, case, refused) for answer, case in PAPERS)).subquery()


def _not_accepted(answer: Any, case_id: Any, refused: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(case_id.label("case_id"), answer.clause_id)
        .join_from(Clause.__table__, answer.clause_id.table, answer.clause_id == CLAUSE.id)
        .join(CASE.id.table, CASE.id == case_id)
        .where(refused, CLAUSE.required, answer.answer != Answer.ACCEPTED)
    )
