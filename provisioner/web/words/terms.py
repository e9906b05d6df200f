"""The office's words for states, channels and answers, in both languages (docs/glossary.md)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask import Flask

from provisioner.applications.alike import Likeness
from provisioner.forms.tables import Clause
from provisioner.web.words.language import language
from provisioner.web.words.office import accounts
from provisioner.web.words.paper import asked, cases, letters
from provisioner.web.words.translate import _l

WORDS: Mapping[type[StrEnum], Mapping[Any, Any]] = {
    **asked.WORDS,
    **cases.WORDS,
    **accounts.WORDS,
    **letters.WORDS,
}
TONES: Mapping[type[StrEnum], Mapping[Any, str]] = {**cases.TONES, **accounts.TONES}
"""Colour and icon of each state; the word always stands beside them."""


def install(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(word=word, tone=tone, clause_text=clause_text)


def word(member: StrEnum) -> str:
    """The office's word for a member of a closed list."""
    return str(WORDS[type(member)][member])


def known_word(member: str) -> str:
    """The office's word for a member of an open list; the value itself where this version does not know it."""
    return word(member) if isinstance(member, StrEnum) else member


def shared(likenesses: Sequence[Likeness]) -> str:
    """What two cases have in common, in one line."""
    return ", ".join(word(one) for one in likenesses)


def tone(member: StrEnum) -> str:
    """The name of the colour and icon of a state."""
    return TONES[type(member)][member]


def clause_text(clause: Clause) -> str:
    """The clause as printed, in the language of the page."""
    return clause.text_pl if language() == "pl" else clause.text_en


PURPOSES: Mapping[str, Any] = {
    "change_data": _l("change of data"),
    "resign": _l("end of the account"),
    "declare": _l("consents and Regulamin"),
    "erase_data": _l("erasure of data"),
}
"""What a case asks for where it is no account."""


def purpose(name: str) -> str:
    """What a case asks for, where that is to be said."""
    return str(PURPOSES.get(name, ""))
