"""The register of incidents: what nobody has assessed first, with the time that is left; and the same as a file."""

import io

from flask import render_template, request
from werkzeug.wrappers import Response

from provisioner import journal, sheets
from provisioner.incidents.listing import MOST, every, incidents
from provisioner.incidents.rules import IncidentStatus
from provisioner.journal import Event
from provisioner.sheets import MIME_TYPES, SheetKind
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.incidents.blueprint import blueprint
from provisioner.web.pages.incidents.view import headings, row, sheet_rows
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.translate import _


@blueprint.get("/incidents")
@needs(Action.READ_INCIDENTS)
def index() -> str:
    """The incidents, filtered by what the address says."""
    parts, status = desk(), chosen(IncidentStatus, request.args.get("status"))
    with parts.database.reading() as db:
        found = incidents(db, status)
    return render_template(
        "incidents/register.html",
        rows=[row(one, parts.clock()) for one in found[:MOST]],
        more=len(found) > MOST,
        status=status,
        statuses=options(IncidentStatus, status),
        may_export=myself().may(Action.EXPORT),
    )


@blueprint.post("/incidents/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every incident asked for as a file; who took it stands in the journal before it leaves."""
    parts, status = desk(), chosen(IncidentStatus, request.form.get("status"))
    kind = chosen(SheetKind, request.form.get("kind_of_file")) or SheetKind.XLSX
    file = io.BytesIO()
    with parts.database.reading() as db:
        count = sheets.write(kind, file, headings(), sheet_rows(every(db, status)))
    with parts.database.transaction() as db:
        journal.record(
            db, Event.INCIDENTS_EXPORTED, at=parts.clock(), actor=journal.staff(myself().id), object_type="journal",
            object_id=kind.value, rows=count,
        )  # fmt: skip
    name = _("incidents")
    headers = {"Content-Disposition": f"attachment; filename={name}-{parts.today().isoformat()}.{kind}"}
    return Response(file.getvalue(), content_type=MIME_TYPES[kind], headers=headers)
