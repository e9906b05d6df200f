"""Which letters there are, on which ways they leave, and why they come back."""

from enum import StrEnum

from provisioner.cases.status import CaseStatus

ERASURE, DECLARATION, RESIGNATION = "erase_data", "declare", "resign"
"""Purposes whose letters are others than those of a return and a refusal."""


class LetterKind(StrEnum):
    """What a letter is for, in the order in which letters are printed."""

    CALL = "call"
    REFUSAL = "refusal"
    DECLARED = "declared"
    CONFIRMATION = "confirmation"
    ERASURE_DELAY = "erasure_delay"
    ERASURE_QUESTION = "erasure_question"
    ERASURE_ANSWER = "erasure_answer"


class Way(StrEnum):
    """How a letter left."""

    PRINTED = "printed"
    MAILED = "mailed"
    BEFORE = "before"
    """Owed before the register was kept; nobody knows how it left."""


class MailState(StrEnum):
    """How far a mail with a letter has come."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """It did not leave, and nobody tries any more; the letter is owed again."""


class ReturnReason(StrEnum):
    """What the post, or the mail server, says of a letter that came back."""

    UNCLAIMED = "unclaimed"
    UNKNOWN = "unknown"
    MOVED = "moved"
    REFUSED = "refused"
    DECEASED = "deceased"
    ADDRESS = "address"
    UNDELIVERED = "undelivered"
    """The mail server says so of a letter that was mailed."""


def kind_of(purpose: str, status: CaseStatus) -> LetterKind:
    """The letter that a case of this purpose owes where it stands, if it owes one."""
    erasure = purpose == ERASURE
    if status is CaseStatus.INCOMPLETE:
        return LetterKind.ERASURE_QUESTION if erasure else LetterKind.CALL
    if status is CaseStatus.RECORDED:
        return LetterKind.ERASURE_DELAY
    if erasure:
        return LetterKind.ERASURE_ANSWER
    if status is CaseStatus.REFUSED:
        return LetterKind.REFUSAL
    return LetterKind.DECLARED if purpose == DECLARATION else LetterKind.CONFIRMATION
