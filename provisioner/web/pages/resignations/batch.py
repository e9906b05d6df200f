"""The cases made of one list of accounts to be ended, and approving them together (R8)."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for

from provisioner import accounts, decisions, office, staff
from provisioner.cases import FasterColleague, NotApprovable, OwnEntry, TakenByColleague
from provisioner.cases.status import CaseStatus
from provisioner.cases.verdict import Verdict
from provisioner.office import OfficeRules
from provisioner.resignations.many import of_batch
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import committed
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import Me, myself, needs
from provisioner.web.pages.case.keying import Answer
from provisioner.web.pages.resignations.blueprint import address, blueprint
from provisioner.web.pages.resignations.view import effect, what_follows
from provisioner.web.pages.waiting import waits
from provisioner.web.words.language import language
from provisioner.web.words.paper.hindrances import hindrance
from provisioner.web.words.translate import ngettext

BETWEEN = " "
"""Between the cases that were shown, so that no other is approved."""


@dataclass(frozen=True)
class Made:
    """One case made of a list; `hinders` is what stands against approving it."""

    address: str
    number: str
    login: str
    customer: str
    state: CaseStatus
    ground: str
    effect: str
    hinders: str


@blueprint.get("/resignations/many/<uuid:batch_id>")
@needs(Action.READ)
def batch(batch_id: UUID) -> str:
    """The cases made of one list."""
    with desk().database.reading() as db:
        found, rules = of_batch(db, batch_id), office.rules(db)
        waiting = [one for one in found if _approvable(one, myself(), rules)]
        made = [_made(one, rules) for one in found] or abort(404)
    own = myself().may(Action.APPROVE) and any(rules.four_eyes and one.is_own_of(myself().id) for one in found)
    seen = BETWEEN.join(f"{one.id}:{one.revision}" for one in waiting)
    button = ngettext("Approve %(num)d case", "Approve %(num)d cases", len(waiting))
    return render_template(
        "resignations/batch.html",
        made=made,
        batch_id=batch_id,
        button=button if waiting else "",
        own=own,
        seen=seen,
        told=what_follows(found[0], rules),
    )


@blueprint.post("/resignations/many/<uuid:batch_id>/approve")
@needs(Action.APPROVE)
def approve_batch(batch_id: UUID) -> Answer:
    """Approve all that the page showed and can be, each by itself: what stops one stops no other."""
    parts, count, seen = desk(), 0, request.form.get("seen", "").split(BETWEEN)
    with parts.database.reading() as db:
        waiting = [one for one in of_batch(db, batch_id) if f"{one.id}:{one.revision}" in seen]
    for one in waiting:
        with suppress(OwnEntry, TakenByColleague, NotApprovable, FasterColleague, accounts.Busy, accounts.NothingToDo):
            with parts.database.transaction() as db:
                by = staff.member(db, myself().id)
                verdict = Verdict(CaseStatus.APPROVED, one.revision)
                decisions.give(db, Resignation, one.id, verdict, by=by, at=parts.clock())
            committed()
            count += 1
    tell(ngettext("%(num)d case approved.", "%(num)d cases approved.", count))
    return redirect(url_for("resignations.batch", batch_id=batch_id), 303)


def _approvable(one: Resignation, person: Me, rules: OfficeRules) -> bool:
    own = rules.four_eyes and one.is_own_of(person.id)
    may = person.may(Action.APPROVE) and one.status is CaseStatus.RECORDED
    return may and not own and not one.stands_still and not one.hindrances(desk().today())


def _made(one: Resignation, rules: OfficeRules) -> Made:
    hinders = (
        [hindrance(found) for found in one.hindrances(desk().today())] if one.status is CaseStatus.RECORDED else []
    )
    ground, waiting = rules.ground(one.ground), waits(one, myself())
    return Made(
        address(one.id), one.number, one.account.login, one.display_name, one.status,
        ground.name(language()) if ground else one.ground, effect(one), waiting.said if waiting else "; ".join(hinders),
    )  # fmt: skip
