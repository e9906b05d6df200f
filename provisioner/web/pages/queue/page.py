"""The first page: everything that waits for a decision, the most urgent first (R4)."""

from dataclasses import replace

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.queue import Wanted, last_approved, queue
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.intake.drafts import unsaved
from provisioner.web.pages.queue.filters import OWN, SHOWN, asked, lists, wanted
from provisioner.web.pages.queue.view import groups

blueprint = Blueprint("queue", __name__)


@blueprint.get("/")
@needs(Action.READ)
def index() -> str:
    """The queue as the address asks for it; to those who decide, without what they keyed in themselves."""
    person = myself()
    with desk().database.reading() as db:
        may_decide = person.may(Action.APPROVE)
        decides = person.id if may_decide and office.rules(db).four_eyes else None
        now = wanted(decides=decides)
        found = queue(db, now, today=desk().today())
        may_record = person.may(Action.RECORD)
        return render_template(
            "queue/page.html",
            groups=groups(found, asked(now), person.id, desk().clock()),
            filtered=bool(now.status or now.channel or now.group),
            own_entries="" if found else _own_entries(db, now),
            last=None if found else last_approved(db),
            may_record=may_record,
            may_decide=may_decide,
            drafts=unsaved(db, person.id) if may_record else [],
            **lists(now, decides=decides),
        )


def _own_entries(db: Session, now: Wanted) -> str:
    """The address that shows the reader's own entries, where nothing else waits."""
    if now.but_of is None or not queue(db, replace(now, but_of=None), today=desk().today()):
        return ""
    return url_for("queue.index", **{**asked(now), OWN: SHOWN})  # type: ignore[arg-type]
