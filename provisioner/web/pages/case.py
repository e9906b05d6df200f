"""One case: what it waits for, its data, the calculation of its deadline, decisions and history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, abort, render_template

from provisioner.applications import UnknownApplication
from provisioner.applications.case import case
from provisioner.cases.status import ApplicationStatus
from provisioner.outside.outages import outages
from provisioner.staff.roles import Action
from provisioner.web.frame.desk import desk
from provisioner.web.gate.access import myself, needs

blueprint = Blueprint("case", __name__)


@dataclass(frozen=True)
class Trouble:
    """Why the last attempt at a decision changed nothing; what was typed comes back with it."""

    title: str = ""
    text: str = ""
    control: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@blueprint.get("/applications/<uuid:application_id>")
@needs(Action.READ)
def show(application_id: UUID) -> str:
    """The case page."""
    return case_page(application_id)


def case_page(application_id: UUID, trouble: Trouble | None = None) -> str:
    """The case, with what stopped the last decision if something did. Ends with 404 for an unknown case."""
    parts = desk()
    person = myself()
    with parts.database.reading() as db:
        try:
            found = case(db, application_id, today=parts.today())
        except UnknownApplication:
            abort(404)
        application = found.application
        own = application.is_own_of(person.id)
        return render_template(
            "case/page.html",
            case=found,
            one=application,
            account=found.account,
            task=found.task,
            own=own and found.four_eyes,
            waits=application.status is ApplicationStatus.RECORDED,
            open=application.status in (ApplicationStatus.RECORDED, ApplicationStatus.INCOMPLETE),
            trouble=trouble or Trouble(),
            held=bool(outages(db, now=parts.clock())),
        )
