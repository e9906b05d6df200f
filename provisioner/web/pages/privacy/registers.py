"""The registers of requests and of erasures: as pages, and every line of them as a file."""

from flask import render_template
from werkzeug.wrappers import Response

from provisioner.erasures.register import register
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.privacy.blueprint import blueprint
from provisioner.web.pages.privacy.erased import erased, erased_headings, erased_rows
from provisioner.web.pages.privacy.names import names_of
from provisioner.web.pages.privacy.requests import MOST, request_headings, request_row, request_rows
from provisioner.web.words.translate import _


@blueprint.get("/privacy/requests")
@needs(Action.SEE_ERASURES)
def requests() -> str:
    """The newest requests."""
    with desk().database.reading() as db:
        found, names = register(db, MOST + 1), names_of(db)
    rows = [request_row(one, names) for one in found[:MOST]]
    return render_template(
        "privacy/requests.html",
        rows=rows,
        more=len(found) > MOST,
        may_export=myself().may(Action.EXPORT),
        may_record=myself().may(Action.RECORD),
    )


@blueprint.post("/privacy/requests/export")
@needs(Action.EXPORT)
def export_requests() -> Response:
    """Every request as a file; who took it stands in the journal before it leaves."""
    return sheet(Event.REQUESTS_EXPORTED, _("requests"), request_headings(), request_rows)


@blueprint.get("/privacy/erased")
@needs(Action.SEE_ERASURES)
def erasures() -> str:
    """The newest erasures."""
    with desk().database.reading() as db:
        found = erased(db)
    return render_template(
        "privacy/erased.html", rows=found[:MOST], more=len(found) > MOST, may_export=myself().may(Action.EXPORT)
    )


@blueprint.post("/privacy/erased/export")
@needs(Action.EXPORT)
def export_erasures() -> Response:
    """Every erasure as a file; who took it stands in the journal before it leaves."""
    return sheet(Event.ERASURES_EXPORTED, _("erasures"), erased_headings(), erased_rows)
