"""The first page: everything that waits for a decision, the most urgent first (R4)."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import office
from provisioner.cases.queue import Wanted, anything, every, queue
from provisioner.cases.queue.open_cases import last_approved
from provisioner.cases.waiting.listing import among
from provisioner.drafts.above import above
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import Me, myself, needs
from provisioner.web.pages.entrusted import for_me
from provisioner.web.pages.intake.drafts import unsaved
from provisioner.web.pages.queue.filters import OWN, SHOWN, asked, lists, wanted
from provisioner.web.pages.queue.saving import headings, sheet_rows
from provisioner.web.pages.queue.view import groups
from provisioner.web.pages.queue.views import told as told_views
from provisioner.web.pages.waiting import mine
from provisioner.web.words.translate import _

blueprint = Blueprint("queue", __name__)


@blueprint.get("/")
@needs(Action.READ)
def index() -> str:
    """The queue as the address asks for it; to those who decide, without what they keyed in themselves."""
    person = myself()
    with desk().database.reading() as db:
        decides = _decides(db, person)
        now = wanted(request.args, decides=decides)
        filters = asked(now, own=request.args.get(OWN))
        mine_above = above(db, by=person.id, today=desk().today())
        found = queue(db, now, today=desk().today())
        may_record = person.may(Action.RECORD)
        told = groups(found, filters, person.id, desk().clock(), decides=person.may(Action.APPROVE))
        return render_template(
            "queue/page.html",
            groups=told,
            choosable=any(row.clean for group in told for row in group.rows),
            filtered=bool(now.status or now.channel or now.group),
            own_entries="" if found else _own_entries(db, now, filters),
            last=None if found else last_approved(db),
            may_record=may_record,
            may_decide=person.may(Action.APPROVE),
            may_export=person.may(Action.EXPORT),
            filters={**filters, "group": now.group},
            for_me=for_me(mine_above, person),
            views=told_views(mine_above.views, None if now.group else filters),
            kept=filters,
            drafts=unsaved(mine_above.drafts) if may_record else [],
            uncounted=mine(among((line.case for group in found for line in group.lines), by=person.id)),
            **lists(now, decides=decides),
        )


@blueprint.post("/queue/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every open case asked for as a file; who took it stands in the journal before it leaves."""
    parts, today = desk(), desk().today()
    with parts.database.reading() as db:
        now = wanted(request.form, decides=_decides(db, myself()))
    return sheet(Event.QUEUE_EXPORTED, _("queue"), headings(), lambda db: sheet_rows(every(db, now, today=today)))


def _decides(db: Session, person: Me) -> UUID | None:
    """The person, where their own entries are no work to them."""
    return person.id if person.may(Action.APPROVE) and office.rules(db).four_eyes else None


def _own_entries(db: Session, now: Wanted, filters: Mapping[str, str]) -> str:
    """The address that shows the reader's own entries, where nothing else waits."""
    if now.but_of is None or not anything(db, replace(now, but_of=None), today=desk().today()):
        return ""
    return url_for("queue.index", **{**filters, OWN: SHOWN})  # type: ignore[arg-type]
