"""On what grounds a case is erased, and how long after what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from provisioner import journal
from provisioner.cases.status import CaseStatus
from provisioner.office import OfficeRules


class Ground(StrEnum):
    """Why a case is erased."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    ENDED = "ended"
    REQUESTED = "requested"
    """The person asked for it, and an approver agreed."""
    ANSWERED = "answered"
    """A request to erase that was carried out long ago."""
    RESTORED = "restored"
    """It was erased before and came back with a backup."""


@dataclass(frozen=True)
class Due:
    """A case that is erased at the first night after `on`; `since` is the day from which that is counted."""

    case_id: UUID
    number: str
    ground: Ground
    since: datetime
    on: datetime
    by: str = journal.WORKER
    """Whose decision it was."""


CLOSED: Mapping[Ground, CaseStatus] = {
    Ground.REFUSED: CaseStatus.REFUSED,
    Ground.WITHDRAWN: CaseStatus.WITHDRAWN,
    Ground.ABANDONED: CaseStatus.INCOMPLETE,
}
"""Grounds that follow from where the case stands, counted from the decision that brought it there."""


PERIODS: Mapping[Ground, str] = {
    Ground.REFUSED: "retention_refused_days",
    Ground.WITHDRAWN: "retention_withdrawn_days",
    Ground.ABANDONED: "retention_incomplete_days",
    Ground.ENDED: "retention_closed_days",
    Ground.ANSWERED: "retention_requests_days",
}
"""The office's setting for each ground that has a time of its own; on the others a case is erased at once."""


def days(rules: OfficeRules, ground: Ground) -> int:
    """After how many days the office erases on this ground."""
    found: int = getattr(rules, PERIODS[ground]) if ground in PERIODS else 0
    return found
