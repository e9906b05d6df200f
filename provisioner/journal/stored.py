"""The journal as it lies in the database, a page at a time, so that its length costs no memory."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.journal.canonical import Commitments, Line, commitment, link
from provisioner.journal.faults import Fault, Kind
from provisioner.journal.tables import AuditEntry, AuditSeal, AuditValue

PAGE = 5000
PAIRED = 100
"""So many altered lines are compared with each other, to tell places changed from contents altered."""
HASH = re.compile("[0-9a-f]{64}")
ENTRY = AuditEntry.__table__.c
# As text: what somebody put there who wanted nobody to read on must be read too.
COLUMNS = (
    AuditSeal.position, AuditSeal.entry_seq, sa.cast(AuditSeal.commitments, sa.Text), AuditSeal.previous,
    AuditSeal.hash, AuditSeal.mark, sa.cast(ENTRY.at, sa.Text), ENTRY.actor, sa.type_coerce(ENTRY.event, sa.String),
    ENTRY.object_type, ENTRY.object_id, sa.cast(ENTRY.details, sa.Text),
)  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """A seal and, unless it is gone, the line it is for; `unreadable` when it was written by no desk."""

    position: int
    seq: int
    commitments: Commitments
    previous: str
    hash: str
    mark: str
    content: Line | None
    unreadable: bool = False


@dataclass(frozen=True)
class Page:
    """Lines in the order of their positions; `values` are the fields beside a line and what each commits to today."""

    lines: list[Stored]
    values: dict[int, list[tuple[str, str]]]


def pages(session: Session, after: int = 0) -> Iterator[Page]:
    """The journal from the line behind position `after` on."""
    joined = sa.select(*COLUMNS).outerjoin(AuditEntry, AuditEntry.seq == AuditSeal.entry_seq)
    while True:
        some = joined.where(AuditSeal.position > after).order_by(AuditSeal.position).limit(PAGE)
        lines = [_stored(row) for row in session.execute(some)]
        if not lines:
            return
        first, after = lines[0].position, lines[-1].position
        yield Page(lines, _values(session, first, after))


def unchained(session: Session, most: int) -> Sequence[int]:
    """Lines that no seal names."""
    sealed = sa.exists().where(AuditSeal.entry_seq == AuditEntry.seq)
    return session.scalars(sa.select(AuditEntry.seq).where(~sealed).order_by(AuditEntry.seq).limit(most)).all()


def place_of_hash(session: Session, own: str) -> int | None:
    """At which position the line with this hash stands."""
    return session.scalar(sa.select(AuditSeal.position).where(AuditSeal.hash == own))


def changed_places(altered: Sequence[Stored]) -> Iterator[Fault]:
    """Which of the altered lines only say what another one said, and which say something new."""
    moved: dict[int, int] = {}
    for one, other in permutations(altered[:PAIRED], 2):
        if other.content and link(one.previous, _as(other.content, one)) == one.hash:
            moved[one.position] = other.position
    for line in altered:
        if line.position in moved:
            said = f"its content now stands at position {moved[line.position]}"
            yield Fault(Kind.REORDERED, line.position, line.seq, said)
        else:
            yield Fault(Kind.EDITED, line.position, line.seq, "does not say what was written")


def _as(content: Line, place: Stored) -> str:
    return Line(**{**vars(content), "seq": place.seq, "commitments": place.commitments}).digest


def _stored(row: Iterable[Any]) -> Stored:
    position, seq, committed, previous, own, mark, moment, actor, event, object_type, object_id, said = row
    try:
        commitments = json.loads(committed)
        for _field, told in commitments:
            _check(told)
        for hash_ in (previous, own, mark or own):
            _check(hash_)
        if moment is None:
            return Stored(position, seq, commitments, previous, own, mark, None)
        at = datetime.fromisoformat(moment)
        # SQLite forgets the zone; what was stored is UTC.
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        content = Line(seq, at, actor, event, object_type, object_id, json.loads(said), commitments)
    except (ValueError, TypeError):
        return Stored(position, seq, [], previous, own, mark, None, unreadable=True)
    return Stored(position, seq, commitments, previous, own, mark, content)


def _check(hash_: str) -> None:
    if not HASH.fullmatch(hash_):
        raise ValueError


def _values(session: Session, first: int, last: int) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    beside = sa.select(AuditValue).join(AuditSeal, AuditSeal.entry_seq == AuditValue.entry_seq)
    for value in session.scalars(beside.where(AuditSeal.position.between(first, last)).order_by(AuditValue.id)):
        told = commitment(value.salt, value.field, value.before, value.after) if HASH.fullmatch(value.salt) else ""
        found.setdefault(value.entry_seq, []).append((value.field, told))
        session.expunge(value)
    return found
