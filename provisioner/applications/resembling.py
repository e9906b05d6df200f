"""Names and addresses that are probably one though written otherwise, and the cases in which to look for them."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa

from provisioner.cases.spelling import forgiven, mistakes, reach
from provisioner.cases.word_tables import CaseWord
from provisioner.database.lookups import among
from provisioner.identifiers import fold, with_plain_dashes

LOOKED_AT = 5_000
"""So many cases of an address are looked through, the newest: in a village all have one."""
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
    name, theirs = WORDS.findall(one.name_key), WORDS.findall(other.name_key)
    if min(len(name), len(theirs)) < 2 and len(name) != len(theirs):
        return False
    return bool(name) and _within(name, theirs) and _same_place(one, other)


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


def neighbours(one: Said) -> sa.Select[UUID] | None:
    """The cases that may share, mistakes forgiven, a word of the name and the longest of the address.

    The address leads to them: a street, or else the town of a village without any, is rarer than a first name. Which
    of them resemble this one is for `resemble` to say. None where name or address say nothing.
    """
    places = WORDS.findall(LEFT_OUT.sub(" ", fold(one.street))) or WORDS.findall(fold(one.town))
    place = max(places, key=len, default="")
    names = [word for word in WORDS.findall(one.name_key) if mistakes(word)]
    if not mistakes(place) or not names or not one.street:
        return None
    some = sa.union_all(*(sa.select(_newest(meant).subquery()) for meant in (CaseWord.word == place, _meant([place]))))
    near = some.subquery()
    # Asked for each of these cases, SQLite would compare its words with all that may have been meant: seconds.
    return sa.select(near.c.case_id).where(near.c.case_id.in_(sa.select(CaseWord.case_id).where(_meant(names))))


def _meant(words: Iterable[str]) -> sa.ColumnElement[bool]:
    return among(CaseWord.word, reach(words))


def _newest(meant: sa.ColumnElement[bool]) -> sa.Select[UUID]:
    return sa.select(CaseWord.case_id).where(meant).order_by(CaseWord.number.desc()).limit(LOOKED_AT)
