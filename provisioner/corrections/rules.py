"""Why something of an account is proposed, and where a proposal stands."""

from enum import StrEnum


class CorrectionKind(StrEnum):
    """What is proposed, of an address whose mistake it was: that decides what the correction is compared with."""

    KEYED_WRONGLY = "keyed_wrongly"
    PAPER_WRONG = "paper_wrong"
    ACTS_ALONE = "acts_alone"
    """Nobody's: the mandate under which the account was used is over, and the customer gives an own address."""
    MANDATE = "mandate"
    """No other address: somebody acts for the customer from now on."""
    LONGER_MANDATE = "longer_mandate"
    """No other address: whoever acts for the customer does so until another day."""


ONE_OF_THE_PAPER = (CorrectionKind.KEYED_WRONGLY, CorrectionKind.PAPER_WRONG)
OF_A_MANDATE = frozenset({CorrectionKind.MANDATE, CorrectionKind.LONGER_MANDATE})
COMPARED = OF_A_MANDATE | {CorrectionKind.KEYED_WRONGLY, CorrectionKind.ACTS_ALONE}
"""Whoever confirms compares it with a paper: the application, the customer's signed word, or that of the mandate."""


class CorrectionStatus(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
