"""Which letters there are, on which ways they leave, and why they come back."""

from enum import StrEnum

from provisioner.cases.status import CaseStatus

ACCOUNT, CHANGE, ERASURE, DECLARATION, RESIGNATION = "account", "change_data", "erase_data", "declare", "resign"
"""Purposes, each with a letter of its own once it was approved."""


class LetterKind(StrEnum):
    """What a letter is for, in the order in which letters are printed."""

    CALL = "call"
    REFUSAL = "refusal"
    DECLARED = "declared"
    CONFIRMATION = "confirmation"
    CREATED = "created"
    CHANGED = "changed"
    ERASURE_DELAY = "erasure_delay"
    ERASURE_QUESTION = "erasure_question"
    ERASURE_ANSWER = "erasure_answer"


OFFERED = frozenset({LetterKind.CREATED, LetterKind.CHANGED})
"""Owed to nobody, since a mail tells the same: for customers who ask for it on paper."""


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


_OF_APPROVED = {
    ACCOUNT: LetterKind.CREATED,
    CHANGE: LetterKind.CHANGED,
    DECLARATION: LetterKind.DECLARED,
    RESIGNATION: LetterKind.CONFIRMATION,
}


def kind_of(purpose: str, status: CaseStatus) -> LetterKind:
    """The letter that a case of this purpose owes or offers where it stands, if there is one."""
    erasure = purpose == ERASURE
    if status is CaseStatus.INCOMPLETE:
        return LetterKind.ERASURE_QUESTION if erasure else LetterKind.CALL
    if status is CaseStatus.RECORDED:
        return LetterKind.ERASURE_DELAY
    if erasure:
        return LetterKind.ERASURE_ANSWER
    if status is CaseStatus.REFUSED:
        return LetterKind.REFUSAL
    return _OF_APPROVED[purpose]
