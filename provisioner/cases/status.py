"""Which states a paper case may pass through."""

from collections.abc import Mapping
from enum import StrEnum


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    RECORDED = "recorded"
    INCOMPLETE = "incomplete"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


APPLICATION_MOVES: Mapping[ApplicationStatus, frozenset[ApplicationStatus]] = {
    ApplicationStatus.RECORDED: frozenset(
        {
            ApplicationStatus.APPROVED,
            ApplicationStatus.REFUSED,
            ApplicationStatus.INCOMPLETE,
            ApplicationStatus.WITHDRAWN,
        }
    ),
    ApplicationStatus.INCOMPLETE: frozenset(
        {ApplicationStatus.RECORDED, ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN}
    ),
    ApplicationStatus.APPROVED: frozenset(),
    ApplicationStatus.REFUSED: frozenset(),
    ApplicationStatus.WITHDRAWN: frozenset(),
}

OPEN_APPLICATIONS = frozenset(status for status, moves in APPLICATION_MOVES.items() if moves)
