"""Finding a case again by number, name, customer number, e-mail or login, whatever became of it."""

from flask import Blueprint, render_template, request

from provisioner.applications.search import search
from provisioner.entry.texts import visible
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.outages import held
from provisioner.web.gate.access import needs
from provisioner.web.pages.search.view import rows

blueprint = Blueprint("search", __name__)
LONGEST = 100


@blueprint.get("/search")
@needs(Action.READ)
def index() -> str:
    """What was found for the words in the address."""
    text = visible(request.args.get("q", "")).strip()[:LONGEST]
    with desk().database.reading() as db:
        hits = search(db, text)
        return render_template("search/page.html", rows=rows(hits.found, held=held(db)), more=hits.more, text=text)
