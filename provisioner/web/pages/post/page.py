"""All letters that have still to be printed, and those that came back."""

from collections.abc import Collection
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from provisioner.journal import Event
from provisioner.post.listing import returned
from provisioner.post.owed import AT_ONCE, owed
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.post.blueprint import blueprint
from provisioner.web.pages.post.saving import headings, sheet_rows
from provisioner.web.pages.post.view import groups, returned_row
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _


@blueprint.get("/letters")
@needs(Action.READ)
def index() -> str:
    """The letters, every one of them ticked."""
    return letters_page()


@blueprint.post("/letters/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every letter that has still to be printed as a file; who took it stands in the journal before it leaves."""
    return sheet(Event.LETTERS_EXPORTED, _("letters-to-print"), headings(), lambda db: sheet_rows(owed(db, None)))


def letters_page(trouble: Said | None = None, ticked: Collection[UUID] | None = None) -> str:
    """The page, with what stopped the last printing; without `ticked` every letter is."""
    with desk().database.reading() as db:
        found, back = owed(db, AT_ONCE + 1), [returned_row(one) for one in returned(db)]
    shown = found[:AT_ONCE]
    return render_template(
        "post/page.html",
        groups=groups(shown),
        ticked={one.case_id for one in shown} if ticked is None else set(ticked),
        more=len(found) > AT_ONCE,
        returned=back,
        may=myself().may(Action.SEND_LETTERS),
        may_export=myself().may(Action.EXPORT),
        trouble=trouble,
    )
