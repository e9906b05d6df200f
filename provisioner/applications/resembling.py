"""Names and addresses that are probably one though written otherwise, and the cases in which to look for them."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa

from provisioner.cases.finding.spelling import forgiven
from provisioner.cases.finding.tables import CaseWord
from provisioner.cases.finding.words import PLACE, words_in
from provisioner.identifiers import fold, with_plain_dashes

LOOKED_AT = 5_000
"""So many cases of one house number are looked through, the newest."""
BEGINNING, FEW_NAMES = 3, 10
"""So many letters begin a word; the names of companies may have so many words that their pairs are not kept."""
HOUSE = PLACE * 3
"""Stands before the numbers of an address and what words begin with: nothing that people look for begins so."""
WORDS = re.compile(r"[^\W\d_]+")
PARTS = re.compile(r"\d+(?: ?[a-z](?![^\W\d_]))?|[^\W\d_]+")
LEFT_OUT = re.compile(
    r"(?:(?<!\w)|(?<=\d)(?=[a-z]+[. ]*\d))"
    r"(?:ul|ulica|al|aleja|aleje|pl|plac|os|osiedle|m|mieszk|mieszkanie|lok|lokal|nr)(?=[\W\d]|$)"
)
"""What an address says of a word or number beside it, or leaves out; between two numbers also without a space."""


class Said(Protocol):
    """What a case, or a form that is being typed, says of who its customer is and where."""

    @property
    def name_key(self) -> str:
        """The name, folded."""

    @property
    def street(self) -> str:
        """Street, house and flat."""

    @property
    def postcode(self) -> str:
        """The postcode as kept."""

    @property
    def town(self) -> str:
        """The town."""

    @property
    def country(self) -> str:
        """The country if it is abroad."""


def resemble(one: Said, other: Said) -> bool:
    """Whether name and address are the same but for the order of words, mistakes and words that one leaves out.

    The numbers of the address are the same, in the same order.
    """
    return same_name(one.name_key, other.name_key) and _same_place(one, other)


def same_name(one: str, other: str) -> bool:
    """Whether two names, folded, are probably one."""
    name, theirs = WORDS.findall(one), WORDS.findall(other)
    if min(len(name), len(theirs)) < 2 and len(name) != len(theirs):
        return False
    return bool(name) and _within(name, theirs)


def _same_place(one: Said, other: Said) -> bool:
    mine, theirs = _parts(one.street), _parts(other.street)
    if not mine or not theirs or _numbers(mine) != _numbers(theirs) or fold(one.country) != fold(other.country):
        return False
    streets = [[part for part in parts if not part[0].isdigit()] for parts in (mine, theirs)]
    town = _within(WORDS.findall(fold(one.town)), WORDS.findall(fold(other.town)))
    return _within(*streets) and (town or one.postcode == other.postcode)


def _parts(street: str) -> list[str]:
    """Words, and numbers with the letter behind them, as in `7 a`; what an address leaves out is left out."""
    plain = LEFT_OUT.sub(" ", fold(with_plain_dashes(street)))
    return [part.replace(" ", "") for part in PARTS.findall(" ".join(plain.split()))]


def _numbers(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part[0].isdigit()]


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each word of the shorter one stands in the longer one, once mistakes are forgiven."""
    few, many = sorted((one, other), key=len)
    left = list(many)
    for word in few:
        # A word itself is taken before one that only resembles it.
        found = word if word in left else next((their for their in left if forgiven(word, their)), None)
        if found is None:
            return False
        left.remove(found)
    return bool(few) or not many


def houses(name_key: str, street: str) -> str:
    """What the cases that may resemble this one are kept under: the numbers of an address, the beginnings of two words.

    One word of the name, one of the street or another of the name: some two begin alike in all that resemble each
    other, or there are slips at the beginnings of two words. A number with one beginning is that of too many cases,
    but for a name of one word, which resembles no longer one.
    """
    parts, names = _parts(street), sorted(word[:BEGINNING] for word in WORDS.findall(name_key))
    if not parts:
        return ""
    numbers = ".".join(_numbers(parts))
    streets = {part[:BEGINNING] for part in parts if not part[0].isdigit()} or {""}
    found = {f"{name}/{begin}" for name in names for begin in streets}
    if len(names) == 1:
        found.update([f"{names[0]}/", *(f"/{begin}" for begin in streets)])
    if len(names) <= FEW_NAMES:
        found.update("-".join(pair) for pair in combinations(names, 2))
    return " ".join(f"{HOUSE}{numbers}:{beginnings}" for beginnings in sorted(found))


def neighbours(one: Said) -> sa.Select[UUID] | None:
    """The cases that may resemble this one; which do is for `resemble` to say. None where too little is said."""
    words = words_in([houses(one.name_key, one.street)])
    if not words:
        return None
    newest = sa.select(CaseWord.case_id).where(CaseWord.word.in_(sorted(words)))
    return sa.select(newest.order_by(CaseWord.number.desc()).limit(LOOKED_AT).subquery().c.case_id)
