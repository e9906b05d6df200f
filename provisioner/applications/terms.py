"""What somebody asks the search for, read as people say and write it: words, each with the forms it may be kept in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provisioner.cases.words import AROUND, PLACE, place_word
from provisioner.entry.texts import visible
from provisioner.identifiers import fold, with_plain_dashes

MOST_WORDS = 6
GROUPED = re.compile(r"(?<![\w/])(?:pl ?)?\+?\d[\d\s().-]{4,}\d(?![\w/])")
"""Digits in groups, as phones, tax numbers and customer numbers are written."""
CASE_NUMBER = re.compile(r"(?:(?P<year>(?:20)?\d\d)[/-])?0*(?P<number>[1-9]\d{0,5})")
TURNED = re.compile(r"0*(?P<number>[1-9]\d{0,5})/(?P<year>20\d\d)")
POSTCODE = re.compile(r"\d\d-\d{1,3}")
SHORTEST_GROUPED = 6


@dataclass(frozen=True)
class Term:
    """One word that was asked for; a case has it when a word of the case begins with one of its `forms`."""

    forms: tuple[str, ...]

    @property
    def word(self) -> str:
        """The word as it was typed, folded."""
        return self.forms[0]

    @property
    def has_digit(self) -> bool:
        """Whether it may be a number of some kind, or a login that was given later."""
        return any(letter.isdigit() for letter in self.word)


def readings(text: str) -> list[list[Term]]:
    """What the text may mean, the likeliest first: digits in groups as one number, or each word by itself."""
    words = fold(with_plain_dashes(visible(text)))
    joined = GROUPED.sub(lambda found: _joined(found[0]), words)
    both = [_terms(one) for one in (joined, words)]
    return [terms for place, terms in enumerate(both) if terms and terms not in both[:place]]


def case_number(text: str) -> tuple[str, str] | None:
    """The year, empty where none is said, and the rest of the case number that the text may be, as it is kept."""
    asked = with_plain_dashes(text).strip()
    found = CASE_NUMBER.fullmatch(asked) or TURNED.fullmatch(asked)
    if not found:
        return None
    year = found["year"] or ""
    return (f"20{year[-2:]}" if year else ""), f"/{int(found['number']):06d}"


def _joined(group: str) -> str:
    digits = re.sub(r"[\s().pl-]", "", group)
    return digits if len(digits) >= SHORTEST_GROUPED else group


def _terms(words: str) -> list[Term]:
    stripped = [word.strip(AROUND + "@" + PLACE) for word in words.split()]
    asked = [word for word in stripped if word][:MOST_WORDS]
    return [Term(tuple(dict.fromkeys(_forms(word, alone=len(asked) == 1)))) for word in asked]


def _forms(word: str, *, alone: bool) -> Iterator[str]:
    yield word
    if word.isalpha():
        return
    # A phone is kept as digits, a Polish one without +48; a tax number without PL.
    plain = re.sub(r"^(?:\+|00)(?=[1-9])", "", word)
    yield plain
    yield re.sub(r"^48(?=\d{9}$)", "", plain)
    yield re.sub(r"^pl(?=\d{10}$)", "", word)
    if "/" in word and (number := case_number(word)):
        yield "".join(number)
    if word[0].isdigit() and (not alone or POSTCODE.fullmatch(word)):
        yield place_word(word)
