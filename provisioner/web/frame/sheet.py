"""A list as a file to save: written to the disk, so that no slow reader holds the database, then noted, then sent."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import journal, sheets
from provisioner.journal import Event
from provisioner.sheets import MIME_TYPES, Row, SheetKind
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself
from provisioner.web.words.choices import chosen

AT_ONCE = 64 * 1024
"""Bytes sent at once."""


def sheet(event: Event, name: str, headings: Row, rows: Callable[[Session], Iterable[Row]]) -> Response:
    """All the rows as the kind of file that was asked for; who took it stands in the journal before it leaves.

    Raises TooLong, and what `rows` raises; then nothing is noted.
    """
    kind = chosen(SheetKind, request.form.get("kind_of_file")) or SheetKind.XLSX
    file = _written(kind, event, headings, rows)
    headers = {"Content-Disposition": f"attachment; filename={name}-{desk().today().isoformat()}.{kind}"}
    return Response(_chunks(file), content_type=MIME_TYPES[kind], headers=headers)


def _written(kind: SheetKind, event: Event, headings: Row, rows: Callable[[Session], Iterable[Row]]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed, and gone, once it is sent
    try:
        with desk().database.reading() as db:
            count = sheets.write(kind, file, headings, rows(db))
        _note(kind, event, count)
    except BaseException:
        file.close()
        raise
    return file


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(AT_ONCE):
            yield chunk


def _note(kind: SheetKind, event: Event, count: int) -> None:
    parts = desk()
    with parts.database.transaction() as db:
        journal.record(
            db, event, at=parts.clock(), actor=journal.staff(myself().id), object_type="journal",
            object_id=kind.value, rows=count,
        )  # fmt: skip
