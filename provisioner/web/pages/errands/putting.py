"""The page on which a case is handed over to a colleague, or a question about it put to one."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import FasterColleague, ReasonMissing, TakenByColleague, UnknownCase
from provisioner.cases.errands.giving import Errand, NotForThem, PutAlready, possible, put, recipients
from provisioner.cases.errands.tables import ErrandKind
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import Me, myself, needs
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.trouble import Unreadable, sent_back, trouble_of, typed_reason
from provisioner.web.pages.errands.blueprint import blueprint
from provisioner.web.pages.errands.wrong import NOTHING, Wrong, at_field, case_of
from provisioner.web.words.choices import Option
from provisioner.web.words.database import Said
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
STOPPED = (FasterColleague, TakenByColleague, PutAlready, OperationalError)
WRONG = (NotForThem, ReasonMissing, Unreadable)


@blueprint.get("/cases/<uuid:case_id>/colleague")
@needs(Action.NOTE)
def show(case_id: UUID) -> str:
    """The forms of what can be put to a colleague, empty."""
    return _page(case_id)


@blueprint.post("/cases/<uuid:case_id>/hand-over")
@needs(Action.APPROVE)
def hand_over(case_id: UUID) -> Answer:
    """Hand the case to a colleague who may decide it."""
    return _put(case_id, ErrandKind.HANDED, _("The case is handed over: it stands first in their queue."))


@blueprint.post("/cases/<uuid:case_id>/ask")
@needs(Action.NOTE)
def ask(case_id: UUID) -> Answer:
    """Put a question to a colleague."""
    return _put(case_id, ErrandKind.ASKED, _("The question is put: it stands in their queue."))


@blueprint.errorhandler(Unconfirmed)
def waits(error: Unconfirmed) -> tuple[str, int]:
    """The page with everything typed, while Keycloak does not confirm who hands over."""
    case_id = (request.view_args or {})["case_id"]
    return sent_back(error, lambda said: _page(case_id, Wrong({}, said), ErrandKind.HANDED))


def _put(case_id: UUID, kind: ErrandKind, done: str) -> Answer:
    parts, words = desk(), f"{kind}_words"
    try:
        told = Errand(kind, _chosen(kind), typed_reason(words))
        with parts.database.transaction() as db:
            put(db, case_id, told, by=staff.member(db, myself().id), at=parts.clock())
    except UnknownCase:
        abort(404)
    except WRONG as error:
        field = f"{kind}_to" if isinstance(error, NotForThem) else words
        return _page(case_id, Wrong({field: at_field(error)}), kind), 400
    except STOPPED as error:
        said, status = _stopped(error)
        return _page(case_id, Wrong({}, said), kind), status
    tell(done)
    return redirect(url_for("case.show", application_id=case_id), 303)


def _chosen(kind: ErrandKind) -> UUID:
    """Who was chosen. Raises NotForThem."""
    try:
        return UUID(request.form.get(f"{kind}_to", ""))
    except ValueError as error:
        raise NotForThem from error


def _stopped(error: Exception) -> tuple[Said, int]:
    if isinstance(error, PutAlready):
        title = _("It is put to them already; your click changed nothing")
        told = {"who": error.who, "giver": error.giver, "when": moment(error.at)}
        return (title, _("It waits for %(who)s since %(when)s, put by %(giver)s.", **told)), 409
    trouble, status = trouble_of(error)
    return (trouble.title, trouble.text), status


def _page(case_id: UUID, wrong: Wrong = NOTHING, sent: ErrandKind | None = None) -> str:
    """What can be put to a colleague now, and what was `sent`, so that nothing typed is lost."""
    person = myself()
    with desk().database.reading() as db:
        case = case_of(db, case_id)
        now = possible(case)
        kinds = [kind for kind in ErrandKind if _may(person, kind) and (kind in now or kind is sent)]
        found = recipients(db, case, but=person.id) if kinds else {}
        lists = {kind.value: _people(found[kind], f"{kind}_to") for kind in kinds}
    return render_template(
        "errands/put.html", case=case, lists=lists, why=_why_not(person, now), wrong=wrong, typed=request.form
    )


def _may(person: Me, kind: ErrandKind) -> bool:
    return kind is ErrandKind.ASKED or person.may(Action.APPROVE)


def _why_not(person: Me, now: Sequence[ErrandKind]) -> str:
    """Why something the reader may do cannot be done to this case."""
    if not now:
        return _("The case is decided, or a decision on it waits: nothing is put to colleagues any more.")
    if ErrandKind.HANDED not in now and person.may(Action.APPROVE):
        return _("The case waits for the customer: it can be handed over once it is complete.")
    return ""


def _people(found: Sequence[StaffMember], field: str) -> list[Option]:
    return [Option(str(one.id), one.name, request.form.get(field) == str(one.id)) for one in found]
