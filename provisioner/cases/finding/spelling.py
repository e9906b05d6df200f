"""Words that a mistyped one may have meant: the same on both databases, and as fast however many cases there are.

Each word of letters is kept once, under what is left of its beginning when letters are left out. Two words that differ
by no more mistakes than letters were left out have one such key in common (the method is known as SymSpell).
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.finding.tables import LONGEST_WORD, CaseWord, Spelling
from provisioner.database import insert_or_update, lock

BEGINNING, LEAST, LONGER = 7, 3, 6
"""Keys are made of so many first letters; words of `LEAST` letters have one mistake, of `LONGER` two."""
NEAREST, CANDIDATES = 8, 5_000


def mistakes(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped."""
    if not word.isalpha() or not LEAST <= len(word) < LONGEST_WORD:
        return 0
    return 1 if len(word) < LONGER else 2


def keys(word: str) -> set[str]:
    """What is left of the beginning of a word when up to as many letters are left out as may be wrong."""
    begins = word[:BEGINNING]
    counts = range(len(begins) - mistakes(word), len(begins) + 1)
    return {"".join(kept) for count in counts for kept in combinations(begins, count)}


def learn(session: Session, words: Iterable[str]) -> None:
    """Keep the words that can be mistyped; nothing happens to those that are kept already.

    Those are locked against the trigger, which would otherwise not see the case that has just got the word.
    """
    wanted = sorted(word for word in set(words) if mistakes(word))
    if not wanted:
        return
    heads = sa.tuple_(Spelling.key, Spelling.word).in_([(word[:BEGINNING], word) for word in wanted])
    # By the words, too: no index leads SQLite to pairs.
    locked = sa.select(Spelling.word).where(heads, Spelling.word.in_(wanted)).order_by(Spelling.word)
    known = set(session.scalars(locked.with_for_update(read=True, key_share=True)))
    if rows := [{"key": key, "word": word} for word in wanted if word not in known for key in sorted(keys(word))]:
        session.execute(insert_or_update(session, Spelling).on_conflict_do_nothing(), rows)


def hold(session: Session, case_ids: Iterable[UUID]) -> None:
    """Lock what the trigger may remove with the words of these cases, in the order in which `learn` locks.

    The trigger itself comes to the words as the rows of the cases lie.
    """
    theirs = sa.select(CaseWord.word).where(CaseWord.case_id.in_(case_ids))
    locked = sa.select(Spelling.word).where(Spelling.word.in_(theirs)).order_by(Spelling.word, Spelling.key)
    lock(session, locked)


def near(session: Session, words: Iterable[str]) -> Mapping[str, list[str]]:
    """For each of these words the kept ones it may have been meant for, the nearest first; never the word itself."""
    wanted = [word for word in words if mistakes(word)]
    if not wanted:
        return {}
    found = session.scalars(_reach(wanted).distinct().limit(CANDIDATES)).all()
    return {word: [one for _, one in sorted(_near(word, found))[:NEAREST]] for word in wanted}


def _reach(words: Iterable[str]) -> sa.Select[str]:
    """The kept words that have a key in common with these: all that may have been meant, and some others."""
    asked = {key for word in words if mistakes(word) for key in keys(word)}
    return sa.select(Spelling.word).where(Spelling.key.in_(sorted(asked)))


def _near(word: str, candidates: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((distance(word, one), one) for one in candidates if one != word and forgiven(word, one))


def forgiven(one: str, other: str) -> bool:
    """Whether one word is the other, or may have been meant for it."""
    most = min(mistakes(one), mistakes(other))
    return one == other or (
        # A mistake brings in one letter and takes out one at most: looked at first, because most words are strangers.
        abs(len(one) - len(other)) <= most > 0 and len({*one} ^ {*other}) <= 2 * most and distance(one, other) <= most
    )


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour (Damerau and Levenshtein).

    What both begin and end with costs nothing, so only what lies between is compared.
    """
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, before = before, row
        row = [i]
        for j, theirs in enumerate(other, 1):
            costs = [before[j] + 1, row[-1] + 1, before[j - 1] + (letter != theirs)]
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                costs.append(above[j - 2] + 1)
            row.append(min(costs))
    return row[-1]
