"""The office's words for letters: what for, on which way, why one came back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from provisioner.cases.letters.rules import LetterKind, MailState, ReturnReason, Way
from provisioner.web.words.translate import _l

WORDS: Mapping[type[StrEnum], Mapping[Any, Any]] = {
    LetterKind: {
        LetterKind.CALL: _l("call for completion"),
        LetterKind.REFUSAL: _l("letter of refusal"),
        LetterKind.DECLARED: _l("confirmation of a declaration"),
        LetterKind.CONFIRMATION: _l("confirmation that an account has ended"),
        LetterKind.CREATED: _l("confirmation of a new account"),
        LetterKind.CHANGED: _l("confirmation of a change of data"),
        LetterKind.ERASURE_DELAY: _l("longer term for an answer about erasing"),
        LetterKind.ERASURE_QUESTION: _l("question about a request to erase"),
        LetterKind.ERASURE_ANSWER: _l("answer to a request to erase"),
    },
    Way: {
        Way.PRINTED: _l("printed"),
        Way.MAILED: _l("sent by e-mail"),
        Way.BEFORE: _l("before the desk kept this register"),
    },
    MailState: {
        MailState.WAITING: _l("about to leave by e-mail"),
        MailState.ACCEPTED: _l("left by e-mail"),
        MailState.REFUSED: _l("did not leave by e-mail"),
    },
    ReturnReason: {
        ReturnReason.UNCLAIMED: _l("not collected in time"),
        ReturnReason.UNKNOWN: _l("addressee unknown"),
        ReturnReason.MOVED: _l("addressee has moved"),
        ReturnReason.REFUSED: _l("addressee did not accept it"),
        ReturnReason.DECEASED: _l("addressee has died"),
        ReturnReason.ADDRESS: _l("address incomplete or wrong"),
        ReturnReason.UNDELIVERED: _l("the mail came back"),
    },
}


def which_letter(details: Mapping[str, Any]) -> str:
    """What a line of the journal says of a letter: for what, and why it came back; empty where it is about none."""
    said = ((LetterKind, details.get("letter")), (ReturnReason, details.get("reason")))
    if said[0][1] is None:
        return ""
    # A value that this version does not know (of a newer one) stands as it is.
    return ", ".join(str(WORDS[kind].get(value, value)) for kind, value in said if value)
