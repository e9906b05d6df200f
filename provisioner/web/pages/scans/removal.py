"""Taking away a scan that was added by mistake."""

from uuid import UUID

from flask import abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import ReasonMissing
from provisioner.scans import doors, listing
from provisioner.scans.doors import REASON, ScanStays, UnknownScan
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.scans.blueprint import blueprint
from provisioner.web.pages.scans.page import scans_page
from provisioner.web.pages.scans.view import Asked, removal_field
from provisioner.web.words.translate import _


@blueprint.post("/scans/<uuid:scan_id>/removal")
@needs(Action.RECORD)
def remove(scan_id: UUID) -> Response | tuple[str, int]:
    """Remove it for a reason, and go back to the other scans."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            case_id, number = (scan := listing.scan(db, scan_id)).case_id, scan.number
        except UnknownScan:
            abort(404)
    field, typed = removal_field(number), request.form.get(REASON, "")
    try:
        why = typed_reason(REASON)
        with parts.database.transaction() as db:
            doors.remove(db, scan_id, reason=why, by=staff.member(db, myself().id), at=parts.clock())
    except UnknownScan:
        abort(404)
    except ReasonMissing:
        wrong = _("Say in at most 2,000 characters why the scan is removed")
        return scans_page(case_id, Asked(field, wrong, typed)), 400
    except Unreadable as error:
        return scans_page(case_id, Asked(field, trouble_of(error)[0].text, typed)), 400
    except ScanStays:
        text = _("The case is decided meanwhile: what it was decided from stays until the case is erased.")
        return scans_page(case_id, Asked(field, "", typed), trouble=(_("The scan stays"), text)), 409
    except OperationalError as silent:
        trouble, status = trouble_of(silent)
        return scans_page(case_id, Asked(field, "", typed), trouble=(trouble.title, trouble.text)), status
    tell(_("Scan %(number)s is removed.", number=number))
    return redirect(url_for("scans.show", case_id=case_id), 303)
