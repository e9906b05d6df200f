"""What stands against a request to erase, and in how many months it is to be answered (art. 12(3) GDPR)."""

from enum import StrEnum

MONTHS, EXTENDED_MONTHS = 1, 3
"""A month from the day the request came; two more where the office has told the person why."""


class RequestKind(StrEnum):
    """What a person may ask for about their data."""

    ERASURE = "erasure"
    COPY = "copy"


class RequestHindrance(StrEnum):
    """Why the data cannot be erased as they stand now."""

    PROOF_MISSING = "erasure_proof_missing"
    ACCOUNT_LIVES = "erasure_account_lives"
    PAPER_WAITS = "erasure_paper_waits"
    NOTHING_TO_ERASE = "erasure_nothing"
