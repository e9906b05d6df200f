"""Why an address is corrected, and where a proposal stands."""

from enum import StrEnum


class CorrectionKind(StrEnum):
    """Whose mistake it was: that decides what the correction is compared with."""

    KEYED_WRONGLY = "keyed_wrongly"
    PAPER_WRONG = "paper_wrong"


class CorrectionStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
