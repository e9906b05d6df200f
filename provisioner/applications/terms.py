"""What somebody asks the search for, read as people say and write it: words, each with the forms it may be kept in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provisioner.cases.finding.words import AROUND, END, PLACE, phone_from_its_end, place_word
from provisioner.entry.texts import visible
from provisioner.identifiers import fold, with_plain_dashes

MOST_WORDS = 6
GROUPED = re.compile(r"(?<![\w/])(?:pl ?)?\+?\d[\d\s().-]{4,}\d(?![\w/])")
"""Digits in groups, as phones, tax numbers and customer numbers are written."""
CASE_NUMBER = re.compile(r"(?:(?P<year>(?:20)?\d\d)[/-])?0*(?P<number>[1-9]\d{0,5})")
TURNED = re.compile(r"0*(?P<number>[1-9]\d{0,5})/(?P<year>20\d\d)")
SAID_BEFORE = (
    "ul|al|pl|os|m|lok|nr|numer|tel|telefon|kom|nip|login|konto|klient|klienta|wniosek|sprawa|sprawy|mail|e-mail|adres"
    "|pan|pana|panu|panem|pani|pania|z"
)
INFLECTED = (
    (re.compile(r"(?<=[scz]k)(?:iego|iemu|im)$"), "i"),
    (re.compile(r"(?<=[scz]k)iej$"), "a"),
    (re.compile(r"owej$"), "owa"),
    (re.compile(r"(?:owi|iem)$"), ""),
)
"""Ends of surnames that are not in the nominative, with what stands there in it; left out is what ends other words,
and what differs by a mistake that the search forgives."""
SHORTEST_NAME = 4
LOOSE = (
    (re.compile(r"(?<!\S)(20\d\d)-(\d{1,6})(?!\S)"), r"\1/\2"),
    (re.compile(rf"(?<!\S)(?:{SAID_BEFORE})(?:[.:]+\s*|\s+)(?=\S)"), ""),
    (re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])"), " "),
    (re.compile(r"(?<=[a-z] )(\d{1,3}[a-z]?)/(\d{1,3}[a-z]?)(?!\S)"), r"\1 \2"),
    (re.compile(r"(?<!\S)(\d\d)(\d{3})(?!\S)"), r"\1-\2"),
    (re.compile(r"(?<!\S)0 ?(?=[1-9]\d{8}(?!\S)|[1-9]\d\d(?:[ -]\d{3}){2}(?!\S))"), ""),
)
"""What people say in other ways than it is kept: numbers of cases, what a word is, surnames turned round, house and
flat, postcode, phone."""
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
    """What the text may mean, the likeliest first: digits in groups as one number, or each word by itself.

    Groups without a space between them are the customer number 104233-1 before they are the number 1042331. What is
    said in other ways than it is kept is looked for last, then digits as the end of a phone.
    """
    words = fold(with_plain_dashes(visible(text)))
    spaced = GROUPED.sub(lambda found: _joined(found[0]) if " " in found[0] else found[0], words)
    kept = _together(_as_kept(words))
    each = [*(_terms(one) for one in (spaced, _together(words), words, kept)), _end_of_phone(kept)]
    return [terms for place, terms in enumerate(each) if terms and terms not in each[:place]]


def case_number(text: str) -> tuple[str, str] | None:
    """The year, empty where none is said, and the rest of the case number that the text may be, as it is kept."""
    asked = with_plain_dashes(text).strip()
    found = CASE_NUMBER.fullmatch(asked) or TURNED.fullmatch(asked)
    if not found:
        return None
    year = found["year"] or ""
    return (f"20{year[-2:]}" if year else ""), f"/{int(found['number']):06d}"


def _together(words: str) -> str:
    return GROUPED.sub(lambda found: _joined(found[0]), words)


def _as_kept(words: str) -> str:
    for said, kept in LOOSE:
        words = said.sub(kept, words)
    return words


def _end_of_phone(words: str) -> list[Term]:
    digits = words.strip()
    known = digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_GROUPED
    return [Term((phone_from_its_end(digits),))] if known else []


def _joined(group: str) -> str:
    digits = re.sub(r"[\s().pl-]", "", group)
    return digits if len(digits) >= SHORTEST_GROUPED else group


def _terms(words: str) -> list[Term]:
    stripped = [word.strip(AROUND + "@" + PLACE + END) for word in words.split()]
    asked = [word for word in stripped if word][:MOST_WORDS]
    return [Term(tuple(dict.fromkeys(_forms(word, alone=len(asked) == 1)))) for word in asked]


def _forms(word: str, *, alone: bool) -> Iterator[str]:
    yield word
    if word.isalpha():
        first = (end.sub(was, word) for end, was in INFLECTED)
        yield from (one for one in first if one != word and len(one) >= SHORTEST_NAME)
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
