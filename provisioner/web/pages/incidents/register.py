"""The register of incidents: what nobody has assessed first, with the time that is left; and the same as a file."""

from flask import render_template, request
from werkzeug.wrappers import Response

from provisioner.incidents.listing import MOST, every, incidents
from provisioner.incidents.past import past
from provisioner.incidents.rules import IncidentStatus
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.incidents.blueprint import blueprint
from provisioner.web.pages.incidents.view import headings, past_row, row, sheet_rows
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.translate import _


@blueprint.get("/incidents")
@needs(Action.READ_INCIDENTS)
def index() -> str:
    """The incidents, filtered by what the address says."""
    parts, status = desk(), chosen(IncidentStatus, request.args.get("status"))
    with parts.database.reading() as db:
        found, gone = incidents(db, status), past(db, status, most=MOST + 1)
    return render_template(
        "incidents/register.html",
        rows=[row(one, parts.clock()) for one in found[:MOST]],
        more=len(found) > MOST,
        past=[past_row(one) for one in gone[:MOST]],
        more_past=len(gone) > MOST,
        status=status,
        statuses=options(IncidentStatus, status),
        may_export=myself().may(Action.EXPORT),
    )


@blueprint.post("/incidents/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every incident asked for as a file; who took it stands in the journal before it leaves."""
    status = chosen(IncidentStatus, request.form.get("status"))
    return sheet(
        Event.INCIDENTS_EXPORTED, _("incidents"), headings(), lambda db: sheet_rows(every(db, status), past(db, status))
    )
