"""Why an address is corrected, and where a proposal stands."""

from enum import StrEnum


class CorrectionKind(StrEnum):
    """Whose mistake it was: that decides what the correction is compared with."""

    KEYED_WRONGLY = "keyed_wrongly"
    PAPER_WRONG = "paper_wrong"
    ACTS_ALONE = "acts_alone"
    """Nobody's: the mandate under which the account was used is over, and the customer gives an own address."""


ONE_OF_THE_PAPER = (CorrectionKind.KEYED_WRONGLY, CorrectionKind.PAPER_WRONG)
COMPARED = frozenset({CorrectionKind.KEYED_WRONGLY, CorrectionKind.ACTS_ALONE})
"""Whoever confirms compares the address with a paper: the application, or the customer's signed word."""


class CorrectionStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
