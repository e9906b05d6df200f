"""How the desk speaks of consents: what stands, and what a declaration changes."""

from collections.abc import Mapping
from typing import Any

from provisioner.applications.rules import Answer
from provisioner.web.words.translate import _l

STANDS: Mapping[Answer, Any] = {
    Answer.ACCEPTED: _l("given"),
    Answer.REFUSED: _l("not given"),
    Answer.ILLEGIBLE: _l("not given (illegible)"),
}
CHANGED: Mapping[Answer, Any] = {
    Answer.ACCEPTED: _l("given"),
    Answer.REFUSED: _l("withdrawn"),
    Answer.ILLEGIBLE: _l("not given (illegible)"),
}


def stands(answer: Answer) -> str:
    """What stands beside a consent."""
    return str(STANDS[answer])


def changed(answer: Answer) -> str:
    """What a declaration makes of a consent."""
    return str(CHANGED[answer])
