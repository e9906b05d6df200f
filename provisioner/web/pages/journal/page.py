"""The journal with its filters, a page at a time, and everything asked for as a file (P8)."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from provisioner.audit.filters import UnknownCase
from provisioner.audit.lines import Lines, every, page, people
from provisioner.journal import Event
from provisioner.sheets import TooLong
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.journal.asked import Asked, read
from provisioner.web.pages.journal.view import choices, headings, rows, sheet_rows
from provisioner.web.words.translate import _

blueprint = Blueprint("journal", __name__)
NOTHING = Lines([], None)


@blueprint.get("/journal")
@needs(Action.AUDIT)
def index() -> str:
    """The lines the address asks for, the newest first."""
    return _shown(read(request.args, desk().today()))


@blueprint.post("/journal/export")
@needs(Action.EXPORT)
def export() -> Response | tuple[str, int]:
    """Every line asked for as a file; who took it stands in the journal before it leaves."""
    asked = read(request.form, desk().today())
    if asked.errors:
        return _shown(asked), 400
    try:
        return sheet(
            Event.JOURNAL_EXPORTED, _("journal"), headings(),
            lambda db: sheet_rows(every(db, asked.filters, people(db))),
        )  # fmt: skip
    except UnknownCase:
        return _shown(asked), 400
    except TooLong:
        asked.refuse("first", _("There are more lines than an Excel sheet can hold. Ask for less, or for CSV."))
        return _shown(asked), 400


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
