"""The journal with its chain as a table, every line of it; the page for auditors gives the same in words."""

from collections.abc import Iterator
from typing import IO

from sqlalchemy.orm import Session

from provisioner import sheets
from provisioner.journal.canonical import canonical
from provisioner.journal.stored import Stored, pages
from provisioner.sheets import SheetKind

COLUMNS = ("position", "seq", "at", "actor", "event", "object_type", "object_id", "details", "values", "hash")


def export(session: Session, file: IO[bytes]) -> int:
    """Write a CSV, page by page; gives how many lines. `values` names the fields that had values beside the line."""
    return sheets.write(SheetKind.CSV, file, COLUMNS, (list(_cells(line)) for line in _lines(session)))


def _lines(session: Session) -> Iterator[Stored]:
    for page in pages(session):
        yield from page.lines


def _cells(line: Stored) -> Iterator[str]:
    yield str(line.position)
    yield str(line.seq)
    said = line.content
    if said is None:
        yield from [""] * 6
    else:
        at = str(said.content["at"])
        yield from (at, said.actor, said.event, said.object_type, said.object_id, canonical(said.details).decode())
    yield " ".join(field for field, _ in line.commitments)
    yield line.hash
