"""The decisions of one person that do not count: those that wait, and those that could not be applied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.waiting.tables import WaitingDecision

MOST = 30
"""As many as a page shows at once; more wait only after many were approved together."""


@dataclass(frozen=True)
class Uncounted:
    """One such decision; `lapsed_at` where it could not be applied."""

    case_id: UUID
    number: str
    customer: str
    verdict: CaseStatus
    until: datetime
    lapsed_at: datetime | None


def among(cases: Iterable[Case], *, by: UUID) -> Sequence[Uncounted]:
    """Those of cases that were read already."""
    return [
        Uncounted(one.id, one.number, one.display_name, waits.verdict, waits.until, waits.lapsed_at)
        for one in cases
        if (waits := one.waiting) and waits.decided_by == by
    ]


def uncounted(session: Session, *, by: UUID) -> Sequence[Uncounted]:
    """The newest of them, those first that could not be applied."""
    case, decision = Case.__table__.c, WaitingDecision.__table__.c
    found = session.execute(
        sa.select(
            decision.case_id, case.number, case.display_name, decision.verdict, decision.until, decision.lapsed_at
        )
        .join_from(WaitingDecision.__table__, Case.__table__)
        .where(decision.decided_by == by)
        .order_by(decision.lapsed_at.is_(None), decision.until.desc(), case.number)
        .limit(MOST)
    )
    return [Uncounted(*row) for row in found]
