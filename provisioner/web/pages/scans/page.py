"""The page with all scans of a case, and the form by which files are added to it."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import office, staff
from provisioner.cases import UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.tables import Case
from provisioner.scans import doors
from provisioner.scans.doors import Added
from provisioner.scans.listing import of_case
from provisioner.scans.rules import Refused
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.room import takes
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.trouble import trouble_of
from provisioner.web.pages.scans.blueprint import blueprint
from provisioner.web.pages.scans.sent import AT_ONCE, NotTaken, chosen, read_each, too_many
from provisioner.web.pages.scans.view import FILES, NOTHING, Asked, scans_view
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _, ngettext


@blueprint.get("/cases/<uuid:case_id>/scans")
@needs(Action.READ)
def show(case_id: UUID) -> str:
    """Each scan with what can be done about it."""
    return scans_page(case_id)


@blueprint.post("/cases/<uuid:case_id>/scans")
@needs(Action.RECORD)
@takes(AT_ONCE)
def add(case_id: UUID) -> Response | tuple[str, int]:
    """Add the files that were chosen, all or none, and go back to the case."""
    try:
        added = _added(case_id)
    except UnknownCase:
        abort(404)
    except NotTaken as error:
        return scans_page(case_id, Asked(FILES, str(error))), 400
    except OperationalError as silent:
        trouble, status = trouble_of(silent)
        return scans_page(case_id, trouble=(trouble.title, trouble.text)), status
    _say(added)
    return redirect(url_for("case.show", application_id=case_id), 303)


def scans_page(case_id: UUID, asked: Asked = NOTHING, *, trouble: Said | None = None) -> str:
    """The page, with what did not go through, at its field where it has one. Ends with 404 for an unknown case."""
    with desk().database.reading() as db:
        try:
            case = find(db, Case, case_id)
        except UnknownCase:
            abort(404)
        looks.note_when_sent(case_id, myself().id)
        view = scans_view(case_id, of_case(db, case_id), myself(), case, asked)
        wrong = [(asked.field, asked.wrong)] if asked.wrong else []
        return render_template("scans/page.html", case=case, view=view, wrong=wrong, trouble=trouble)


def _added(case_id: UUID) -> Added:
    """Read first, which takes seconds, then store in one transaction. Raises NotTaken, UnknownCase."""
    parts = desk()
    with parts.database.reading() as db:
        find(db, Case, case_id)
        rules = office.rules(db)
    found = read_each(chosen(rules), rules)
    try:
        with parts.database.transaction() as db:
            return doors.add(
                db, case_id, found, check=bool(parts.settings.clamd_host), by=staff.member(db, myself().id),
                at=parts.clock(),
            )  # fmt: skip
    except Refused:
        raise too_many(rules) from None


def _say(added: Added) -> None:
    if added.new:
        tell(ngettext("%(num)d scan is added.", "%(num)d scans are added.", len(added.new)))
    for number in added.known:
        tell(_("This very file is on the case already, as scan %(number)s; it is kept once.", number=number))
