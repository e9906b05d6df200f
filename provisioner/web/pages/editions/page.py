"""All editions, and one of them as it is read and printed."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from provisioner import forms
from provisioner.applications.own_form import PATH
from provisioner.forms import drafts
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.editions.blueprint import blueprint
from provisioner.web.pages.editions.view import clause_lines, draft_lines, edition_lines
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _


@blueprint.get("/forms")
@needs(Action.READ_SETTINGS)
def index() -> str:
    """All editions with their validity and use, and those still being written."""
    return editions_page()


def editions_page(trouble: Said | None = None) -> str:
    """The list, with a word about a click that changed nothing."""
    parts = desk()
    with parts.database.reading() as db:
        return render_template(
            "editions/page.html", lines=edition_lines(db, parts.today()), drafts=draft_lines(db), trouble=trouble,
            may_edit=myself().may(Action.EDIT_SETTINGS),
        )  # fmt: skip


@blueprint.get("/forms/<int:edition_id>")
@needs(Action.READ_SETTINGS)
def show(edition_id: int) -> str:
    """One edition as the office and the customers read it."""
    parts = desk()
    with parts.database.reading() as db:
        line = next((one for one in edition_lines(db, parts.today()) if one.id == edition_id), None) or abort(404)
        one = forms.edition(db, edition_id) or abort(404)
        clauses = clause_lines(forms.as_text(one))
    return render_template(
        "editions/edition.html",
        line=line,
        clauses=clauses,
        own_form=_own_form() if line.now else "",
        may_edit=myself().may(Action.EDIT_SETTINGS),
    )


def _own_form() -> str:
    """Where customers fill it in, if the pages for customers have an address."""
    address = desk().settings.public_url
    return f"{address}{PATH}" if address else ""


@blueprint.post("/forms/<int:edition_id>/draft")
@needs(Action.EDIT_SETTINGS)
def begin(edition_id: int) -> Response:
    """A draft that begins with what this edition says."""
    parts = desk()
    with parts.database.transaction() as db:
        like = forms.edition(db, edition_id) or abort(404)
        one = drafts.begin(db, like, at=parts.clock())
        draft_id = one.id
    tell(_("A draft is begun. Nothing changes for anybody until it is put into force."))
    return redirect(url_for("editions.edit", draft_id=draft_id), 303)
