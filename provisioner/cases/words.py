"""The words by which a case is found again, whatever became of it: the same on both databases."""

import re
from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.tables import LONGEST_WORD, Case, CaseWord
from provisioner.identifiers import fold

LAST = "\U0010ffff"
PARTS = re.compile(r"[-/'’]")


def words_in(texts: Iterable[str]) -> set[str]:
    """Every word, folded, and what follows a hyphen, a slash or an apostrophe in it, also without leading zeros."""
    whole = {word for text in texts for word in fold(text).split()}
    parts = {part for word in whole for part in PARTS.split(word)}
    return {word[:LONGEST_WORD] for word in whole | parts | {part.lstrip("0") for part in parts} if word}


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


def begins_with(word: str, kept: type[CaseWord] = CaseWord) -> sa.ColumnElement[bool]:
    """The words that begin so, as one stretch of the index."""
    return sa.and_(kept.word >= word, kept.word < word + LAST)
