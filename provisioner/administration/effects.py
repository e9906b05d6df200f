"""What follows for open cases, stored data and open papers from another value of a setting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office, privacy
from provisioner.accounts.closing.tables import STANDS, AccountClosing
from provisioner.cases.recounted import Recounted, recounted
from provisioner.cases.status import OPEN_CASES
from provisioner.cases.tables import Case
from provisioner.office import OfficeRules
from provisioner.privacy.rules import PERIODS, days
from provisioner.resignations.tables import Resignation

DEADLINES = frozenset(
    {
        "deadline_first_day", "deadline_last_day", "email_clock", "email_cutoff_time", "clock_on_completion",
        "saturday_is_working", "closed_days_stop_clock", "resignation_last_day", "request_term_end",
    }
)  # fmt: skip
"""The settings by which the last day of a case is counted."""
GROUNDS = "deletion_grounds"
NEXT_NIGHT = timedelta(days=1)


@dataclass(frozen=True)
class Effect:
    """What another value does: cases `recounted`, cases `erased` within a day, of which `erased_anyway`, open papers
    whose ground is `given_up`, and whether one person may then decide alone, or do so in `emergencies`.
    """

    recounted: Sequence[Recounted] = ()
    erased: int = 0
    erased_anyway: int = 0
    given_up: int = 0
    one_pair_of_eyes: bool = False
    emergencies: bool = False

    @property
    def worth_asking(self) -> bool:
        """Whether somebody should see it before it is saved."""
        return bool(
            self.recounted
            or self.erased > self.erased_anyway
            or self.given_up
            or self.one_pair_of_eyes
            or self.emergencies
        )

    def counts(self) -> dict[str, Any]:
        """The numbers the journal keeps; none of nothing."""
        found = {
            "cases_counted_differently": len(self.recounted),
            "cases_erased_sooner": max(self.erased - self.erased_anyway, 0),
            "open_papers": self.given_up,
        }
        return {name: number for name, number in found.items() if number}


def effect(session: Session, name: str, after: OfficeRules, *, at: datetime) -> Effect:
    """What follows when this setting gets the value it has in `after`; nothing is changed."""
    before = office.rules(session)
    if name in DEADLINES:
        return Effect(recounted=recounted(session, after, office.calendar(session, after)))
    if name in PERIODS.values():
        return _erased(session, name, before, after, at + NEXT_NIGHT)
    if name == GROUNDS:
        return Effect(given_up=_given_up(session, before, after))
    alone = before.four_eyes and not after.four_eyes
    in_need = after.emergency_approval and not before.emergency_approval
    return Effect(one_pair_of_eyes=alone, emergencies=in_need)


def _erased(session: Session, name: str, before: OfficeRules, after: OfficeRules, until: datetime) -> Effect:
    ground = next(one for one, setting in PERIODS.items() if setting == name)
    soonest = min((before, after), key=lambda rules: days(rules, ground))
    found = [one.since for one in privacy.due(session, until, soonest) if one.ground is ground]

    def gone(rules: OfficeRules) -> int:
        return sum(since + timedelta(days=days(rules, ground)) <= until for since in found)

    return Effect(erased=gone(after), erased_anyway=gone(before))


def _given_up(session: Session, before: OfficeRules, after: OfficeRules) -> int:
    """Open papers, and closings not carried out yet, on grounds that are no more."""
    gone = {one.code for one in before.deletion_grounds} - {one.code for one in after.deletion_grounds}
    if not gone:
        return 0
    case, paper = Case.__table__.c, Resignation.__table__.c
    papers = sa.select(paper.id).join(Case.__table__, case.id == paper.id)
    papers = papers.where(paper.ground.in_(gone), case.status.in_(OPEN_CASES))
    closings = sa.select(AccountClosing.case_id).where(
        AccountClosing.ground.in_(gone), STANDS, AccountClosing.removed_at.is_(None)
    )
    return session.scalar(sa.select(sa.func.count()).select_from(sa.union(papers, closings).subquery())) or 0
