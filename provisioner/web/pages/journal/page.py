"""The journal with its filters, a page at a time, and everything asked for as a file (P8)."""

import tempfile
from collections.abc import Iterator
from typing import IO

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from provisioner import journal, sheets
from provisioner.audit.filters import Filters, UnknownCase
from provisioner.audit.lines import Lines, every, page, people
from provisioner.journal import Event
from provisioner.sheets import MIME_TYPES, SheetKind, TooLong
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.journal.asked import Asked, read
from provisioner.web.pages.journal.view import choices, headings, rows, sheet_rows
from provisioner.web.words.choices import chosen
from provisioner.web.words.translate import _

blueprint = Blueprint("journal", __name__)
NOTHING = Lines([], None)
AT_ONCE = 64 * 1024
"""Bytes sent at once."""


@blueprint.get("/journal")
@needs(Action.AUDIT)
def index() -> str:
    """The lines the address asks for, the newest first."""
    return _shown(read(request.args, desk().today()))


@blueprint.post("/journal/export")
@needs(Action.EXPORT)
def export() -> Response | tuple[str, int]:
    """Every line asked for as a file; who took it stands in the journal before it leaves."""
    parts = desk()
    asked = read(request.form, parts.today())
    if asked.errors:
        return _shown(asked), 400
    kind = chosen(SheetKind, request.form.get("kind_of_file")) or SheetKind.XLSX
    try:
        file = _written(kind, asked.filters)
    except UnknownCase:
        return _shown(asked), 400
    except TooLong:
        asked.refuse("first", _("There are more lines than an Excel sheet can hold. Ask for less, or for CSV."))
        return _shown(asked), 400
    name = f"{_('journal')}-{parts.today().isoformat()}.{kind}"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(_chunks(file), content_type=MIME_TYPES[kind], headers=headers)


def _written(kind: SheetKind, filters: Filters) -> IO[bytes]:
    """The whole file, on the disk: no slow reader keeps the database waiting."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed, and gone, once it is sent
    try:
        with desk().database.reading() as db:
            count = sheets.write(kind, file, headings(), sheet_rows(every(db, filters, people(db))))
        _note(kind, count)
    except BaseException:
        file.close()
        raise
    return file


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(AT_ONCE):
            yield chunk


def _note(kind: SheetKind, count: int) -> None:
    parts = desk()
    with parts.database.transaction() as db:
        journal.record(
            db, Event.JOURNAL_EXPORTED, at=parts.clock(), actor=journal.staff(myself().id), object_type="journal",
            object_id=kind.value, rows=count,
        )  # fmt: skip


def _shown(asked: Asked) -> str:
    with desk().database.reading() as db:
        everybody = people(db)
        found = NOTHING
        if not asked.errors:
            try:
                found = page(db, asked.filters, everybody, request.args.get("after", type=int))
            except UnknownCase:
                asked.refuse("case", _("No application has this number"))
        return render_template(
            "journal/page.html",
            asked=asked,
            choices=choices(asked, everybody),
            rows=rows(found.lines),
            rest=found.rest,
            may_export=myself().may(Action.EXPORT),
        )
