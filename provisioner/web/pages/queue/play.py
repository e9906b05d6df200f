"""Working through the queue: one case after the other is taken, decided or skipped, until nothing comes any more."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import FasterColleague, UnknownCase
from provisioner.cases.taking.coming import day, skip
from provisioner.cases.taking.holding import give_back
from provisioner.cases.taking.tables import SkipReason
from provisioner.cases.waiting.listing import uncounted
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.turn import onward
from provisioner.web.pages.waiting import mine
from provisioner.web.words.choices import chosen
from provisioner.web.words.office.done import done, left
from provisioner.web.words.standing import changed
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

blueprint = Blueprint("play", __name__)


@blueprint.post("/queue/next")
@needs(Action.APPROVE)
def begin() -> Response:
    """Take the case in hand, or the most urgent one that this person may decide, and open it."""
    return redirect(onward(), 303)


@blueprint.post("/queue/<uuid:case_id>/skip")
@needs(Action.APPROVE)
def put_aside(case_id: UUID) -> Response:
    """Skip the case for today and open the next."""
    reason, parts = chosen(SkipReason, request.form.get("skip_reason")) or abort(400), desk()
    try:
        with parts.database.transaction() as db:
            one = skip(db, case_id, reason, by=staff.member(db, myself().id), at=parts.clock())
            said = _("Skipped for today: %(number)s (%(reason)s)", number=one.number, reason=word(reason))
    except UnknownCase:
        abort(404)
    except FasterColleague as error:
        said = changed(error)
    tell(said)
    return redirect(onward(), 303)


@blueprint.post("/queue/<uuid:case_id>/give-back")
@needs(Action.APPROVE)
def hand_back(case_id: UUID) -> Response:
    """Leave the case to whoever comes next."""
    with desk().database.transaction() as db:
        given = give_back(db, case_id, by=myself().id)
    tell(_("Given back: the case is free for others.") if given else _("You had the case no more."))
    return redirect(url_for("queue.index"), 303)


@blueprint.get("/queue/end")
@needs(Action.READ)
def end() -> str:
    """What this person has done today, and what waits that does not come to them."""
    parts = desk()
    with parts.database.reading() as db:
        today = day(db, by=myself().id, at=parts.clock())
        waiting = mine(uncounted(db, by=myself().id))
    return render_template("queue/end.html", done=done(today), left=left(today), uncounted=waiting)
