"""The journal as a table for a spreadsheet, every line of it."""

import csv
from collections.abc import Iterator
from typing import TextIO

from sqlalchemy.orm import Session

from provisioner.journal.canonical import canonical
from provisioner.journal.stored import Stored, pages

COLUMNS = ("position", "seq", "at", "actor", "event", "object_type", "object_id", "details", "values", "hash")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would calculate instead of show."""


def write_csv(session: Session, file: TextIO) -> int:
    """Write a CSV (RFC 4180) page by page; gives how many lines. `values` names the fields with values beside."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    lines = 0
    for page in pages(session):
        for line in page.lines:
            writer.writerow(map(shown, _cells(line)))
            lines += 1
    return lines


def shown(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe goes before it."""
    return f"'{text}" if text.startswith(FORMULA) else text


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
