"""The lines of a transaction are chained and sealed when it commits, all at once and last of all.

So the lock on the head, which writers queue for, is held only while two rows are written and the commit runs.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.journal.canonical import Commitments, Line, commitment, link
from provisioner.journal.keeper import Keeper, WrongKey, keeper_of
from provisioner.journal.tables import AuditEntry, AuditHead, AuditSeal

UNCHAINED = "journal lines not chained yet"


def add(session: Session, entry: AuditEntry) -> None:
    """Put a line into the transaction; its place in the chain is found when the transaction commits."""
    session.add(entry)
    session.info.setdefault(UNCHAINED, []).append(entry)


def locked_head(session: Session) -> "sa.Row[int, str, str]":
    """Position, hash and key of the last line; no other transaction goes on with the chain until this one ends."""
    head = sa.select(AuditHead.position, AuditHead.hash, AuditHead.key_id).where(AuditHead.id == 1)
    return session.execute(head.with_for_update()).one()


def wait_for_turn(session: Session) -> None:
    """Nobody else writes a line between here and the end of this transaction; for one that is over at once."""
    locked_head(session)


@sa.event.listens_for(Session, "before_commit")
def chain(session: Session) -> None:
    """Chain what was recorded. Raises WrongKey: a sealed journal takes no line without a seal or with another's."""
    if session.in_nested_transaction() or UNCHAINED not in session.info:
        return
    entries: list[AuditEntry] = session.info.pop(UNCHAINED)
    session.flush()
    # What a rolled back savepoint took along is in no table any more.
    written = [entry for entry in entries if sa.inspect(entry).persistent]
    if written:
        _append(session, sorted(written, key=lambda entry: entry.seq))


def _append(session: Session, entries: list[AuditEntry]) -> None:
    keeper = keeper_of(session)
    position, last, key_id = locked_head(session)
    check_key(key_id, keeper)
    seals: list[dict[str, Any]] = []
    for entry in entries:
        commitments = _commitments(entry)
        previous, position = last, position + 1
        last = link(previous, _line(entry, commitments).digest)
        mark = keeper.mark(last) if keeper else ""
        seals.append(
            {"position": position, "entry_seq": entry.seq, "commitments": commitments, "previous": previous,
             "hash": last, "mark": mark}
        )  # fmt: skip
    session.execute(sa.insert(AuditSeal), seals)
    moved = {"position": position, "hash": last, "key_id": keeper.key_id if keeper else ""}
    session.execute(
        sa.update(AuditHead).where(AuditHead.id == 1).values(moved).execution_options(synchronize_session=False)
    )


def check_key(key_id: str, keeper: Keeper | None) -> None:
    """Raises WrongKey when the journal was sealed with another key than the keeper's."""
    if key_id and (keeper is None or keeper.key_id != key_id):
        raise WrongKey("the journal is sealed with another key" if keeper else "the journal's key is not given")


def _commitments(entry: AuditEntry) -> Commitments:
    return [[value.field, commitment(value.salt, value.field, value.before, value.after)] for value in entry.values]


def _line(entry: AuditEntry, commitments: Commitments) -> Line:
    at: datetime = entry.at
    return Line(
        entry.seq, at, entry.actor, str(entry.event), entry.object_type, entry.object_id, entry.details, commitments
    )
