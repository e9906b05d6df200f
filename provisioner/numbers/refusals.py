"""Why applications were refused, as far as the paper itself says it: by clause, by signature, otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.cases.status import CaseStatus
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration, DeclaredAnswer
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


def refusals(session: Session, period: Period) -> Refusals:
    """What the refusals of this time say."""
    refused = sa.and_(decided_in(period), CASE.status == CaseStatus.REFUSED)
    answers = sa.union_all(*(_not_accepted(answer, case, refused) for answer, case in PAPERS)).subquery()
    count = sa.func.count(answers.c.case_id)
    rows = session.execute(
        sa.select(EDITION.code, CLAUSE.number, count)
        .join_from(answers, Clause.__table__, CLAUSE.id == answers.c.clause_id)
        .join(FormEdition.__table__, EDITION.id == CLAUSE.edition_id)
        .group_by(EDITION.code, CLAUSE.number)
        .order_by(count.desc(), EDITION.code, CLAUSE.number)
    )
    clauses = [OfClause(*row) for row in rows]
    total, with_clause, unsigned = session.execute(_kinds(refused, sa.select(answers.c.case_id))).one()
    return Refusals(clauses, with_clause, unsigned, total - with_clause - unsigned)


def _not_accepted(answer: Any, case_id: Any, refused: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(case_id.label("case_id"), answer.clause_id)
        .join_from(Clause.__table__, answer.clause_id.table, answer.clause_id == CLAUSE.id)
        .join(CASE.id.table, CASE.id == case_id)
        .where(refused, CLAUSE.required, answer.answer != Answer.ACCEPTED)
    )


def _kinds(refused: sa.ColumnElement[bool], with_clause: sa.Select[Any]) -> sa.Select[int, int, int]:
    first, declared = Application.__table__.c, Declaration.__table__.c
    of_clause = CASE.id.in_(with_clause)
    regulamin = sa.and_(declared.kind == DeclarationKind.REGULAMIN, sa.not_(declared.signed))
    unsigned = sa.and_(sa.not_(of_clause), sa.or_(sa.not_(first.regulamin_signed), regulamin))
    many = sa.func.count()
    return (
        sa.select(many, many.filter(of_clause), many.filter(unsigned))
        .join_from(CASE.id.table, Application.__table__, first.id == CASE.id, isouter=True)
        .join(Declaration.__table__, declared.id == CASE.id, isouter=True)
        .where(refused)
    )
