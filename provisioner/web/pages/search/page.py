"""Finding a case again by whatever is known of it, whatever became of it."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from provisioner import office
from provisioner.applications.matching import EXACT, LONGER, Place
from provisioner.applications.search import Hits, every, search
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.around import held
from provisioner.web.frame.navigation import searched
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.search.saving import headings, sheet_rows
from provisioner.web.pages.search.view import rows
from provisioner.web.words.translate import _

blueprint = Blueprint("search", __name__)
PLACE = re.compile(r"([0-4])\.([01])\.([0-9/]{1,16})\.([^\x00\n]{1,254})")


@blueprint.get("/search")
@needs(Action.READ)
def index() -> str | Response:
    """What was found for the words in the address; a case that alone says them is opened at once."""
    text, after, parts = searched(), _place(request.args.get("after", "")), desk()
    with parts.database.reading() as db:
        hits = search(db, text, after)
        if hits.only and not after:
            # The words stay in the address, so that they stand in the search box of the case.
            return redirect(url_for("case.show", application_id=hits.only, q=text), 303)
        calendar, waits, today = office.calendar_in_force(db), held(db), parts.today()
        found, similar = (rows(some, held=waits, today=today, calendar=calendar) for some in (hits.found, hits.similar))
        return render_template(
            "search/page.html", text=text, rows=found, similar=similar, erased=hits.erased, rest=_rest(hits, text),
            goes_on=after is not None,
            may_export=myself().may(Action.EXPORT),
        )  # fmt: skip


@blueprint.post("/search/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every case found as a file; who took it stands in the journal before it leaves, the words do not."""
    text = searched(request.form)
    return sheet(Event.SEARCH_EXPORTED, _("search"), headings(), lambda db: sheet_rows(every(db, text)))


def _place(address: str) -> Place | None:
    """The place an address names; None, the beginning, for anything else."""
    found = PLACE.fullmatch(address)
    if found is None:
        return None
    return Place(int(found[1]), LONGER if int(found[2]) else EXACT, number=found[3], word=found[4])


def _rest(hits: Hits, text: str) -> str:
    place = hits.rest
    if place is None:
        return ""
    return url_for("search.index", q=text, after=f"{place.reading}.{place.tier}.{place.number}.{place.word}")
