"""Which states a paper case may pass through."""

from collections.abc import Mapping
from enum import StrEnum


class CaseStatus(StrEnum):
    """Where a paper case stands."""

    RECORDED = "recorded"
    INCOMPLETE = "incomplete"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CASE_MOVES: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.RECORDED: frozenset(
        {CaseStatus.APPROVED, CaseStatus.REFUSED, CaseStatus.INCOMPLETE, CaseStatus.WITHDRAWN}
    ),
    CaseStatus.INCOMPLETE: frozenset({CaseStatus.RECORDED, CaseStatus.REFUSED, CaseStatus.WITHDRAWN}),
    CaseStatus.APPROVED: frozenset(),
    CaseStatus.REFUSED: frozenset(),
    CaseStatus.WITHDRAWN: frozenset(),
}

OPEN_CASES = frozenset(status for status, moves in CASE_MOVES.items() if moves)
