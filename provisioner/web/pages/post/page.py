"""All letters that have still to be printed, and those that came back."""

from collections.abc import Collection
from uuid import UUID

from flask import render_template

from provisioner.post.listing import returned
from provisioner.post.owed import AT_ONCE, owed
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.post.blueprint import blueprint
from provisioner.web.pages.post.view import groups, returned_row
from provisioner.web.words.database import Said


@blueprint.get("/letters")
@needs(Action.READ)
def index() -> str:
    """The letters, every one of them ticked."""
    return letters_page()


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
        trouble=trouble,
    )
