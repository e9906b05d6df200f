"""Taking back what was recorded by mistake, by the button in the line that says it is saved, or on the case."""

from uuid import UUID

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import applications, forms, staff
from provisioner.applications import UndoTooLate
from provisioner.cases import FasterColleague, UnknownCase
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.trouble import stopped
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.intake.batch import kept_of
from provisioner.web.words.translate import _

blueprint = Blueprint("undo", __name__)


@blueprint.post("/applications/<uuid:application_id>/undo")
@needs(Action.WITHDRAW)
def undo(application_id: UUID) -> Response | tuple[str, int]:
    """Take it back and go on with the batch."""
    parts = desk()
    try:
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            one = applications.undo(db, application_id, reason=_("Entered by mistake."), by=by, at=parts.clock())
            number, header = one.number, kept_of(one, forms.current(db, parts.today()))
    except UnknownCase:
        abort(404)
    except UndoTooLate:
        text = _(
            "An approver has looked at it already, somebody else recorded it, or another paper was withdrawn as the "
            "same. Withdraw it here, with the reason."
        )
        return case_page(application_id, Trouble(_("Your click changed nothing"), text)), 409
    except (FasterColleague, OperationalError) as error:
        return stopped(application_id, error)
    tell(_("Taken back %(number)s: the application is withdrawn.", number=number))
    return redirect(url_for("intake.new", **header), 303)
