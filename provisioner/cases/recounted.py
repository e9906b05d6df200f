"""Which open cases would get another last day by other rules or another calendar; nothing is changed (R4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from provisioner import office
from provisioner.cases.deadlines import term
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.office import OfficeRules
from provisioner.office.working_days import Calendar

RUNNING = sorted(OPEN_CASES - {CaseStatus.INCOMPLETE})
"""Whose last day is settled; that of an incomplete case is counted again with its completion, by the rules then."""


@dataclass(frozen=True)
class Recounted:
    """A case with its stored last day, which stays, and the one counted by the rules `now` and `then`."""

    case_id: UUID
    number: str
    stored: date
    now: date
    then: date


def recounted(session: Session, rules: OfficeRules, calendar: Calendar) -> list[Recounted]:
    """The cases that would be counted differently, the most urgent first."""
    in_force = office.rules(session)
    before = in_force, office.calendar(session, in_force)
    if before == (rules, calendar):
        return []
    return list(_differing(session, before, (rules, calendar)))


def _differing(
    session: Session, before: tuple[OfficeRules, Calendar], after: tuple[OfficeRules, Calendar]
) -> Iterator[Recounted]:
    wanted = sa.select(Case).where(Case.__table__.c.status.in_(RUNNING)).order_by(Case.due_last, Case.number)
    for case in session.scalars(wanted.options(lazyload(Case.editors))):
        now, then = term(case, *before).last, term(case, *after).last
        if now != then:
            yield Recounted(case.id, case.number, case.due_last, now, then)
