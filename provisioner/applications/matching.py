"""Which cases have words that begin like those asked for, as stretches of one index: the statements of the search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner.accounts.tables import Account
from provisioner.applications.terms import Term
from provisioner.cases.finding.tables import CaseWord
from provisioner.cases.finding.words import begins_with, longer_than

LOOKED_AT = 5_000
"""Of words that are all more frequent than this, so many cases that have the rarest are looked through, the newest."""
SOME = 2_000
"""Of a word that may have been meant, so many of its cases are looked through, the newest."""
EXACT, LONGER, MISTYPED = range(3)
ORDER = (CaseWord.word.desc(), CaseWord.number.desc())
KEPT, THEIRS = aliased(CaseWord), aliased(Account)
"""Other words of a case and its account; made once, as making them takes longer than looking them up."""
Arm = sa.Select[UUID, str, str, int]


@dataclass(frozen=True)
class Place:
    """A place in what was found: after this case; `reading` is what the text was taken for, `tier` EXACT or LONGER."""

    reading: int
    tier: int
    word: str
    number: str


@dataclass(frozen=True)
class Driver:
    """The term by which cases are found, and those they must have besides; `frequent` if even this one is."""

    term: Term
    others: Sequence[Term]
    frequent: bool


def rarest_first(session: Session, terms: Sequence[Term]) -> Driver:
    """The rarest of the terms leads to the cases."""
    if len(terms) == 1:
        return Driver(terms[0], (), frequent=False)
    counts = session.execute(sa.select(*(_count(term) for term in terms))).one()
    rarest = min(range(len(terms)), key=lambda place: (counts[place], -len(terms[place].word)))
    return Driver(terms[rarest], [*terms[:rarest], *terms[rarest + 1 :]], counts[rarest] >= LOOKED_AT)


def arms(driver: Driver, after: Place | None, most: int) -> Iterator[Arm]:
    """For each form of the term, the cases that have the word itself, and those that have a longer one."""
    for form in driver.term.forms:
        for tier in (EXACT, LONGER):
            if not after or after.tier <= tier:
                yield _arm(driver, form, tier, after, most)
    if not after and driver.term.has_digit:
        # A login that had to be changed later stands on the account only.
        yield (
            sa.select(Account.case_id, Account.login, Account.case_number, sa.literal(EXACT))
            .where(Account.login == driver.term.word, *(has(Account.case_id, one) for one in driver.others))
            .limit(most)
        )


def mistyped(terms: Sequence[Term], meant: Mapping[str, Sequence[str]], most: int) -> Iterator[Arm]:
    """The newest cases that have the longest term, or a word it may have been meant for, and the other terms alike.

    Not those that have all terms as they were typed.
    """
    longest = max(terms, key=lambda one: len(one.word))
    others = [one for one in terms if one is not longest]

    def looked(tier: int, word: sa.ColumnElement[bool], typed: Sequence[Term]) -> Arm:
        some = _words(tier).where(word).order_by(*ORDER).limit(SOME).subquery()
        alike = (_may_have(some.c.case_id, one, meant.get(one.word, ())) for one in others)
        return sa.select(some).where(~sa.and_(*(has(some.c.case_id, one) for one in typed)), *alike).limit(most)

    if others:
        yield looked(MISTYPED, begins_with(longest.word), others)
    for place, word in enumerate(meant.get(longest.word, ()), start=MISTYPED):
        yield looked(place, CaseWord.word == word, [longest])


def has(case_id: sa.SQLColumnExpression[UUID], term: Term) -> sa.ColumnElement[bool]:
    """Whether a case has a word that begins with the term, or its account the very login."""
    by_word = _may_have(case_id, term, ())
    if not term.has_digit:
        return by_word
    return sa.or_(by_word, sa.exists().where(THEIRS.case_id == case_id, THEIRS.login == term.word))


def _may_have(case_id: sa.SQLColumnExpression[UUID], term: Term, words: Sequence[str]) -> sa.ColumnElement[bool]:
    alike = [*(begins_with(form, KEPT) for form in term.forms), *([KEPT.word.in_(words)] if words else [])]
    return sa.exists().where(KEPT.case_id == case_id, sa.or_(*alike))


def _words(tier: int) -> Arm:
    return sa.select(CaseWord.case_id, CaseWord.word, CaseWord.number, sa.literal(tier).label("tier"))


def _arm(driver: Driver, form: str, tier: int, after: Place | None, most: int) -> Arm:
    """Those in the order of the index; of a case with several longer words only the one that stands last in it."""
    meant = [CaseWord.word == form]
    if tier == LONGER:
        meant = [longer_than(form), ~_stands_before(driver.term)]
    if after and after.tier == tier:
        meant.append(sa.tuple_(CaseWord.word, CaseWord.number) < (after.word, after.number))
    looked = _words(tier).where(*meant).order_by(*ORDER)
    if not driver.frequent:
        return looked.where(*(has(CaseWord.case_id, one) for one in driver.others)).limit(most)
    some = looked.limit(LOOKED_AT).subquery()
    # Of the very word only numbers differ; asked to sort by the word, too, PostgreSQL looks at all before the first.
    order = (some.c.number.desc(),) if tier == EXACT else (some.c.word.desc(), some.c.number.desc())
    return sa.select(some).where(*(has(some.c.case_id, one) for one in driver.others)).order_by(*order).limit(most)


def _stands_before(term: Term) -> sa.ColumnElement[bool]:
    """Whether the case has been found already by another word, so that no page shows it twice."""
    words = (
        sa.or_(KEPT.word == form, sa.and_(longer_than(form, KEPT), KEPT.word > CaseWord.word)) for form in term.forms
    )
    return sa.exists().where(KEPT.case_id == CaseWord.case_id, sa.or_(*words))


def _count(term: Term) -> sa.ColumnElement[int]:
    each = [sa.select(CaseWord.number).where(begins_with(form)).limit(LOOKED_AT).subquery() for form in term.forms]
    counts = [sa.select(sa.func.count()).select_from(one).scalar_subquery() for one in each]
    total: sa.ColumnElement[int] = counts[0] + 0
    for one in counts[1:]:
        total = total + one
    return total
