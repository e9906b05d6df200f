"""The first page: everything that waits for a decision, the most urgent first (R4)."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from provisioner.cases.channels import Channel
from provisioner.cases.queue import Place, Urgency, Wanted, every, last_approved, queue
from provisioner.cases.status import CaseStatus
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.intake.drafts import unsaved
from provisioner.web.pages.queue.saving import headings, sheet_rows
from provisioner.web.pages.queue.view import groups
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.translate import _

blueprint = Blueprint("queue", __name__)
FILTERED = (CaseStatus.RECORDED, CaseStatus.INCOMPLETE)


@blueprint.get("/")
@needs(Action.READ)
def index() -> str:
    """The queue, filtered by what the address says; a filter that does not exist filters nothing."""
    person = myself()
    wanted = _wanted(request.args)
    with desk().database.reading() as db:
        found = queue(db, wanted, today=desk().today())
        may_record = person.may(Action.RECORD)
        return render_template(
            "queue/page.html",
            groups=groups(found, wanted, person.id),
            filtered=bool(wanted.status or wanted.channel or wanted.group),
            statuses=options(FILTERED, wanted.status),
            channels=options(Channel, wanted.channel),
            filters={"status": wanted.status, "channel": wanted.channel, "group": wanted.group},
            may_export=person.may(Action.EXPORT),
            last=None if found else last_approved(db),
            may_record=may_record,
            drafts=unsaved(db, person.id) if may_record else [],
        )


@blueprint.post("/queue/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every open case asked for as a file; who took it stands in the journal before it leaves."""
    wanted, today = _wanted(request.form), desk().today()
    return sheet(Event.QUEUE_EXPORTED, _("queue"), headings(), lambda db: sheet_rows(every(db, wanted, today=today)))


def _wanted(asked: Mapping[str, str]) -> Wanted:
    status = chosen(CaseStatus, asked.get("status"))
    group = chosen(Urgency, asked.get("group"))
    return Wanted(
        status=status if status in FILTERED else None,
        channel=chosen(Channel, asked.get("channel")),
        group=group,
        after=_place(asked.get("after", "")) if group else None,
    )


def _place(text: str) -> Place | None:
    """The place an address names; None, the beginning, for anything else."""
    due, _, number = text.partition(".")
    try:
        return Place(date.fromisoformat(due), number)
    except ValueError:
        return None
