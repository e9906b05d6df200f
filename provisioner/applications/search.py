"""Cases found again in every state by any word of theirs: the word itself before longer ones before mistyped ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from provisioner.applications.hits import Found, Hit, hits
from provisioner.applications.matching import Arm, Place, arms, mistyped, rarest_first
from provisioner.applications.terms import Term, case_number, readings
from provisioner.cases.erased import Erasure
from provisioner.cases.finding.spelling import near
from provisioner.cases.tables import Case, CaseNumber

PAGE, SIMILAR, FEW = 30, 20, 10
"""Cases of a page, similar ones at most, and below how many found ones those are looked for."""
AT_ONCE = 500


@dataclass(frozen=True)
class ErasedHit:
    """A case of which only number and dates are left."""

    case_id: UUID
    number: str


@dataclass(frozen=True)
class Hits:
    """A page of what was found; `similar` say a word that may have been meant; `rest` is where the list goes on."""

    found: Sequence[Hit]
    similar: Sequence[Hit]
    erased: Sequence[ErasedHit]
    rest: Place | None

    @property
    def only(self) -> UUID | None:
        """The one case that says what was asked for, if it is one; among similar ones people choose."""
        ids = [*(one.case_id for one in self.found), *(one.case_id for one in self.erased)]
        return ids[0] if len(ids) == 1 and not self.rest else None


def every(session: Session, text: str) -> Iterator[tuple[Hit, Case]]:
    """Every case with a word that begins with each word of `text`, read in pages so that memory stays flat; with its
    paper, but for what stands in other tables.
    """
    seen: set[UUID] = set()
    reading, terms, rows = _read(session, text, None, AT_ONCE + 1)
    while taken := rows[:AT_ONCE]:
        new = [one for one in taken if one.case_id not in seen]
        alone = sa.select(Case).where(Case.id.in_([one.case_id for one in new])).options(lazyload("*"))
        cases = {one.id: one for one in session.scalars(alone)}
        yield from ((hit, cases[hit.case_id]) for hit in hits(session, new, terms))
        seen |= {one.case_id for one in new}
        session.expunge_all()
        last = Place(reading, taken[-1].tier, taken[-1].word, taken[-1].number)
        rows = _read(session, text, last, AT_ONCE + 1)[2] if len(rows) > AT_ONCE else []


def search(session: Session, text: str, after: Place | None = None) -> Hits:
    """Cases with a word that begins with each word of `text`, then similar ones; erased ones by their number alone.

    Costs about the same however many cases there are.
    """
    reading, terms, rows = _read(session, text, after, PAGE + 1)
    shown, rest = rows[:PAGE], None
    if len(rows) > PAGE:
        rest = Place(reading, shown[-1].tier, shown[-1].word, shown[-1].number)
    erased = [] if after else _erased(session, text)
    # Where one case is opened at once, nobody reads of others.
    many = len(shown) + len(erased)
    similar = _similar(session, terms) if terms and many < FEW and many != 1 and not after else []
    told = hits(session, [*shown, *similar], terms)
    return Hits(told[: len(shown)], told[len(shown) :], erased, rest)


def _read(session: Session, text: str, after: Place | None, most: int) -> tuple[int, Sequence[Term], list[Found]]:
    """Cases by the first reading of the text that finds some, otherwise the last; a list goes on in its own."""
    meant = list(enumerate(readings(text)))
    reading, terms = 0, list[Term]()
    for reading, terms in meant[after.reading : after.reading + 1] if after else meant:
        driver = rarest_first(session, terms)
        if rows := _in_order(session, arms(driver, after, most)):
            return reading, terms, rows
    return reading, terms, []


def _similar(session: Session, terms: Sequence[Term]) -> list[Found]:
    """Cases that have all terms once mistakes are forgiven, the nearest first."""
    meant = near(session, [one.word for one in terms])
    return _in_order(session, mistyped(terms, meant, SIMILAR))[:SIMILAR]


def _in_order(session: Session, wanted: Iterable[Arm]) -> list[Found]:
    """All of them, each case once, in the order of tiers and of the index."""
    each = [sa.select(arm.subquery()) for arm in wanted]
    rows = [Found(*row) for row in session.execute(sa.union_all(*each))] if each else []
    rows.sort(key=lambda one: (one.word, one.number), reverse=True)
    rows.sort(key=lambda one: one.tier)
    first: dict[UUID, Found] = {}
    for one in rows:
        first.setdefault(one.case_id, one)
    return list(first.values())


def _erased(session: Session, text: str) -> list[ErasedHit]:
    asked = case_number(text)
    if asked is None:
        return []
    year, number = asked
    meant = [f"{year}{number}"] if year else sa.select(sa.cast(CaseNumber.year, sa.String) + number)
    wanted = sa.select(Erasure.case_id, Erasure.number).where(Erasure.number.in_(meant)).order_by(Erasure.number.desc())
    return [ErasedHit(*row) for row in session.execute(wanted)]
