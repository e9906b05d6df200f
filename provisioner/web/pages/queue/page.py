"""The first page: everything that waits for a decision, the most urgent first (R4)."""

from flask import Blueprint, render_template, request

from provisioner.cases.channels import Channel
from provisioner.cases.queue import last_approved, queue
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.queue.view import groups
from provisioner.web.words.choices import chosen, options

blueprint = Blueprint("queue", __name__)
FILTERED = (CaseStatus.RECORDED, CaseStatus.INCOMPLETE)


@blueprint.get("/")
@needs(Action.READ)
def index() -> str:
    """The queue, filtered by what the address says; a filter that does not exist filters nothing."""
    person = myself()
    status = chosen(CaseStatus, request.args.get("status"))
    channel = chosen(Channel, request.args.get("channel"))
    status = status if status in FILTERED else None
    with desk().database.reading() as db:
        lines = queue(db, today=desk().today(), status=status, channel=channel)
        return render_template(
            "queue/page.html",
            groups=groups(lines, person.id),
            filtered=bool(status or channel),
            statuses=options(FILTERED, status),
            channels=options(Channel, channel),
            last=None if lines else last_approved(db),
            may_record=person.may(Action.RECORD),
        )
