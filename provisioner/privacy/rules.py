"""On what grounds a case is erased, and how long after what."""

from collections.abc import Mapping
from enum import StrEnum

from provisioner.cases.status import CaseStatus
from provisioner.office import OfficeRules


class Ground(StrEnum):
    """Why a case is erased."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    ENDED = "ended"
    RESTORED = "restored"
    """It was erased before and came back with a backup."""


CLOSED: Mapping[Ground, CaseStatus] = {
    Ground.REFUSED: CaseStatus.REFUSED,
    Ground.WITHDRAWN: CaseStatus.WITHDRAWN,
    Ground.ABANDONED: CaseStatus.INCOMPLETE,
}
"""Grounds that follow from where the case stands, counted from the decision that brought it there."""


def days(rules: OfficeRules, ground: Ground) -> int:
    """After how many days the office erases on this ground."""
    return {
        Ground.REFUSED: rules.retention_refused_days,
        Ground.WITHDRAWN: rules.retention_withdrawn_days,
        Ground.ABANDONED: rules.retention_incomplete_days,
        Ground.ENDED: rules.retention_closed_days,
        Ground.RESTORED: 0,
    }[ground]
