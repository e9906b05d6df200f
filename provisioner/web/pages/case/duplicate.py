"""A case turns out to be an application that was recorded before: it is withdrawn, and both lead to each other."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import applications, staff
from provisioner.applications import NotTheSame
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, UnknownCase
from provisioner.cases.decide import find
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import seen_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decision.trouble import stopped
from provisioner.web.pages.case.same import SAME_AS
from provisioner.web.words.translate import _

blueprint = Blueprint("duplicate", __name__)


@blueprint.post("/applications/<uuid:application_id>/same-as")
@needs(Action.WITHDRAW)
def withdraw(application_id: UUID) -> Response | tuple[str, int]:
    """Withdraw it as the same application as the chosen case, and go on to that one."""
    revision = seen_revision()
    try:
        number, other = _withdrawn(application_id, _chosen(), revision)
    except UnknownCase:
        abort(404)
    except (NotTheSame, FasterColleague, OperationalError) as error:
        return stopped(application_id, error)
    tell(_("Withdrawn %(number)s: it is the same application as this one.", number=number))
    return redirect(url_for("case.show", application_id=other), 303)


def _chosen() -> UUID:
    try:
        return UUID(request.form.get(SAME_AS, ""))
    except ValueError:
        raise NotTheSame from None


def _withdrawn(case_id: UUID, other_id: UUID, revision: int) -> tuple[str, UUID]:
    parts = desk()
    with parts.database.transaction() as db:
        try:
            other = find(db, Application, other_id)
        except UnknownCase:
            raise NotTheSame from None
        reason = _("The same application as %(number)s.", number=other.number)
        one = applications.withdraw_as_same(
            db, case_id, other_id, revision=revision, reason=reason, by=staff.member(db, myself().id), at=parts.clock()
        )
        return one.number, other_id
