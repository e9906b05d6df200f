"""The first page: everything that waits for a decision, the most urgent first (R4)."""

from datetime import date

from flask import Blueprint, render_template, request

from provisioner.cases.channels import Channel
from provisioner.cases.queue import Place, Urgency, Wanted, last_approved, queue
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.intake.drafts import unsaved
from provisioner.web.pages.queue.view import groups
from provisioner.web.words.choices import chosen, options

blueprint = Blueprint("queue", __name__)
FILTERED = (CaseStatus.RECORDED, CaseStatus.INCOMPLETE)


@blueprint.get("/")
@needs(Action.READ)
def index() -> str:
    """The queue, filtered by what the address says; a filter that does not exist filters nothing."""
    person = myself()
    wanted = _wanted()
    with desk().database.reading() as db:
        found = queue(db, wanted, today=desk().today())
        may_record = person.may(Action.RECORD)
        return render_template(
            "queue/page.html",
            groups=groups(found, wanted, person.id),
            filtered=bool(wanted.status or wanted.channel or wanted.group),
            statuses=options(FILTERED, wanted.status),
            channels=options(Channel, wanted.channel),
            last=None if found else last_approved(db),
            may_record=may_record,
            drafts=unsaved(db, person.id) if may_record else [],
        )


def _wanted() -> Wanted:
    status = chosen(CaseStatus, request.args.get("status"))
    group = chosen(Urgency, request.args.get("group"))
    return Wanted(
        status=status if status in FILTERED else None,
        channel=chosen(Channel, request.args.get("channel")),
        group=group,
        after=_place(request.args.get("after", "")) if group else None,
    )


def _place(text: str) -> Place | None:
    """The place an address names; None, the beginning, for anything else."""
    due, _, number = text.partition(".")
    try:
        return Place(date.fromisoformat(due), number)
    except ValueError:
        return None
