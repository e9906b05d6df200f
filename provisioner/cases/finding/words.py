"""The words by which a case is found again, whatever became of it: the same on both databases."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.finding.spelling import learn
from provisioner.cases.finding.tables import LONGEST_WORD, CaseWord
from provisioner.cases.tables import Case
from provisioner.identifiers import fold

LAST = "\U0010ffff"
PARTS = re.compile(r"[-/'’]")
MAILBOX_PARTS = re.compile(r"[._+@-]+")
AROUND = '.,;:!?()"„”«»'
END = "~"
"""Stands before a phone written from its end, so that its last digits are the beginning of a word."""
PLACE = "#"
"""Stands before house numbers and postcodes, so that no number of a case or customer is taken for one."""


def words_in(texts: Iterable[str]) -> set[str]:
    """Every word, folded, and what follows a hyphen, a slash or an apostrophe in it, also without leading zeros.

    An e-mail address is found by itself, by its domain and by each part before the @; a phone by its digits.
    """
    found = {word for text in texts for whole in fold(text).split() for word in _forms(whole.strip(AROUND))}
    return {word[:LONGEST_WORD] for word in found if word}


def _forms(word: str) -> Iterator[str]:
    word = word.removeprefix("+48").removeprefix("+")
    yield word
    if "@" in word:
        yield from (word[part.end() :] for part in MAILBOX_PARTS.finditer(word, 0, word.index("@") + 1))
    elif not word.startswith(PLACE):
        for part in PARTS.split(word):
            yield from (part, part.lstrip("0"))


def place_words(*lines: str) -> str:
    """The lines of an address, so written that its numbers are told from all others."""
    return " ".join(place_word(word) if word[0].isdigit() else word for word in " ".join(lines).split())


def place_word(number: str) -> str:
    """A house number or a postcode as it is kept: neither is the beginning of the other."""
    return f"{PLACE * 2 if '-' in number else PLACE}{number}"


def phone_from_its_end(phone: str) -> str:
    """A stored phone as it is kept to be found by its last digits, with or without what comes before them."""
    return f"{END}{phone.removeprefix('+48').removeprefix('+')[::-1]}" if phone else ""


def found_by(case: Case, *texts: str) -> None:
    """Let the case be found by these texts and its number, and by nothing it was found by before."""
    wanted = words_in([case.number, *texts])
    kept = [one for one in case.words if one.word in wanted]
    new = wanted - {one.word for one in kept}
    case.words = kept + [CaseWord(word=word, number=case.number) for word in sorted(new)]


def also_found_by(session: Session, case_id: UUID, number: str, *texts: str) -> None:
    """Let a decided case be found by these texts, too."""
    wanted = words_in(texts)
    known = session.scalars(sa.select(CaseWord.word).where(CaseWord.case_id == case_id, CaseWord.word.in_(wanted)))
    session.add_all(CaseWord(case_id=case_id, word=word, number=number) for word in sorted(wanted - set(known)))
    learn(session, wanted)


def longer_than(word: str, kept: type[CaseWord] = CaseWord) -> sa.ColumnElement[bool]:
    """The words that begin so and go on; said by one bound each way, or the index is read from the word itself on."""
    return sa.and_(kept.word > word, kept.word < word + LAST)


def begins_with(word: str, kept: type[CaseWord] = CaseWord) -> sa.ColumnElement[bool]:
    """The words that begin so, as one stretch of the index."""
    return sa.and_(kept.word >= word, kept.word < word + LAST)
