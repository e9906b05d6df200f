"""The lines of a transaction are chained and sealed when it commits, all at once and last of all.

So the lock on the head, which writers queue for, is held only while two rows are written and the commit runs.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.journal.canonical import Commitments, Line, commitment, link
from provisioner.journal.events import Event
from provisioner.journal.keeper import IN_USE, Keeper, given_to, under
from provisioner.journal.succession import sealed_by_both
from provisioner.journal.tables import AuditEntry, AuditHead, AuditSeal

UNCHAINED = "journal lines not chained yet"
HEAD = sa.select(AuditHead.position, AuditHead.hash, AuditHead.key_id).where(AuditHead.id == 1).with_for_update()
SEALED, MOVED = sa.insert(AuditSeal), sa.update(AuditHead).where(AuditHead.id == 1)
"""Built once: each transaction with a line runs all three."""


def add(session: Session, entry: AuditEntry) -> None:
    """Put a line into the transaction; its place in the chain is found when the transaction commits."""
    session.add(entry)
    session.info.setdefault(UNCHAINED, []).append(entry)


def locked_head(session: Session) -> "sa.Row[int, str, str]":
    """Position, hash and key of the last line; no other transaction goes on with the chain until this one ends."""
    return session.connection().execute(HEAD).one()


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
    position, last, key_id = locked_head(session)
    keeper = under(given_to(session), key_id)
    seals: list[dict[str, Any]] = []
    for entry in entries:
        commitments = _commitments(entry)
        previous, position = last, position + 1
        last = link(previous, _line(entry, commitments).digest)
        mark, keeper = _marked(entry, last, keeper)
        seals.append(
            {"position": position, "entry_seq": entry.seq, "commitments": commitments, "previous": previous,
             "hash": last, "mark": mark}
        )  # fmt: skip
    connection = session.connection()
    connection.execute(SEALED, seals)
    moved = {"position": position, "hash": last, "key_id": keeper.key_id if keeper else ""}
    connection.execute(MOVED, moved)
    session.info[IN_USE] = moved["key_id"]


def _marked(entry: AuditEntry, own: str, keeper: Keeper | None) -> tuple[str, Keeper | None]:
    """The mark of a line, and who seals those after it: another one where the line exchanges the key."""
    if keeper is None:
        return "", None
    if entry.event is Event.JOURNAL_KEY_EXCHANGED and (newer := keeper.after):
        return sealed_by_both(own, keeper, newer), newer
    return keeper.mark(own), keeper


def _commitments(entry: AuditEntry) -> Commitments:
    return [[value.field, commitment(value.salt, value.field, value.before, value.after)] for value in entry.values]


def _line(entry: AuditEntry, commitments: Commitments) -> Line:
    at: datetime = entry.at
    return Line(
        entry.seq, at, entry.actor, str(entry.event), entry.object_type, entry.object_id, entry.details, commitments
    )
