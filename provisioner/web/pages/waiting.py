"""A decision that waits before it counts: what the page of the case says of it, and the button that takes it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from provisioner import decisions, staff
from provisioner.cases import FasterColleague, UnknownCase
from provisioner.cases.tables import Case
from provisioner.cases.waiting.listing import Uncounted
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import Me, myself, needs
from provisioner.web.words.dates import moment, to_the_second
from provisioner.web.words.standing import changed
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

blueprint = Blueprint("waiting", __name__)


@dataclass(frozen=True)
class Waits:
    """What was decided and waits, or could not be applied (`lapsed`); where the reader takes it back (`undo`)."""

    verdict: str
    said: str
    reason: str
    lapsed: bool
    undo: str


def waits(one: Case, person: Me) -> Waits | None:
    """What the page of a case says of the decision on it that does not count."""
    found = one.waiting
    if found is None:
        return None
    mine = found.decided_by == person.id and person.may(Action.UNDO_DECISION)
    undo = undo_at(one.id) if mine and found.lapsed_at is None else ""
    return Waits(word(found.verdict), _said(found), found.reason, found.lapsed_at is not None, undo)


@dataclass(frozen=True)
class Mine:
    """A decision of the reader that does not count, in a list."""

    case_id: UUID
    number: str
    customer: str
    verdict: str
    said: str
    lapsed: bool
    undo: str


def mine(found: Iterable[Uncounted]) -> list[Mine]:
    """The reader's decisions that wait or could not be applied."""
    return [
        Mine(
            one.case_id, one.number, one.customer, word(one.verdict),
            _("could not be applied, decide anew") if one.lapsed_at
            else _("counts from %(time)s", time=to_the_second(one.until)),
            one.lapsed_at is not None, "" if one.lapsed_at else undo_at(one.case_id),
        )
        for one in found
    ]  # fmt: skip


def undo_at(case_id: UUID) -> str:
    """The address that takes a decision back."""
    return url_for("waiting.take_back", case_id=case_id)


@blueprint.post("/cases/<uuid:case_id>/take-back")
@needs(Action.UNDO_DECISION)
def take_back(case_id: UUID) -> Response:
    """Take my decision back, and open the case to decide anew."""
    parts = desk()
    try:
        with parts.database.transaction() as db:
            case = decisions.take_back(db, case_id, by=staff.member(db, myself().id), at=parts.clock())
            said = _("Taken back: %(number)s is not decided.", number=case.number)
    except UnknownCase:
        abort(404)
    except FasterColleague as error:
        said = _("It is too late to take it back.") + " " + changed(error)
    tell(said)
    return redirect(url_for("case.show", application_id=case_id), 303)


def _said(found: WaitingDecision) -> str:
    told = {"who": found.decider.name, "when": moment(found.decided_at), "time": to_the_second(found.until)}
    if found.lapsed_at is not None:
        return _(
            "%(who)s had decided so %(when)s. When its time came, something stood against it: nothing was done. "
            "Look at the case and decide anew.",
            **told,
        )
    if found.until <= desk().clock():
        return _("Decided by %(who)s, %(when)s. It counts as soon as the system comes to it.", **told)
    return _("Decided by %(who)s, %(when)s. It counts from %(time)s; nothing happens before.", **told)
