"""The pages on which a case is handed over, a question is put, and one is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import FasterColleague, ReasonMissing, TakenByColleague, UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.errands.answering import NothingAsked, answer
from provisioner.cases.errands.giving import Errand, NotForThem, PutAlready, put, recipients
from provisioner.cases.errands.listing import asked_of
from provisioner.cases.errands.tables import ErrandKind
from provisioner.cases.notes import NOTE
from provisioner.cases.tables import Case
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.words.choices import Option
from provisioner.web.words.database import Said
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _

blueprint = Blueprint("errands", __name__)
Answer = Response | tuple[str, int]
STOPPED = (FasterColleague, TakenByColleague, PutAlready, OperationalError)
WRONG = (NotForThem, ReasonMissing, Unreadable)


@dataclass(frozen=True)
class Wrong:
    """What stopped the click: messages by field, or a trouble of the whole page."""

    fields: Mapping[str, str]
    trouble: Said | None = None


NOTHING = Wrong({})


@blueprint.get("/cases/<uuid:case_id>/colleague")
@needs(Action.NOTE)
def show(case_id: UUID) -> str:
    """Both forms, empty."""
    return _page(case_id)


@blueprint.post("/cases/<uuid:case_id>/hand-over")
@needs(Action.APPROVE)
def hand_over(case_id: UUID) -> Answer:
    """Hand the case to a colleague who may decide it."""
    return _put(case_id, ErrandKind.HANDED, lambda: _("The case is handed over: it stands first in their queue."))


@blueprint.post("/cases/<uuid:case_id>/ask")
@needs(Action.NOTE)
def ask(case_id: UUID) -> Answer:
    """Put a question to a colleague."""
    return _put(case_id, ErrandKind.ASKED, lambda: _("The question is put: it stands in their queue."))


@blueprint.get("/cases/<uuid:case_id>/answer")
@needs(Action.NOTE)
def show_answer(case_id: UUID) -> str:
    """What is asked, and an empty answer."""
    return _answer(case_id)


@blueprint.post("/cases/<uuid:case_id>/answer")
@needs(Action.NOTE)
def send_answer(case_id: UUID) -> Answer:
    """Write the answer as a note and go back to the case."""
    parts = desk()
    try:
        text = typed_reason(NOTE)
        with parts.database.transaction() as db:
            answer(db, case_id, text, by=staff.member(db, myself().id), at=parts.clock())
    except UnknownCase:
        abort(404)
    except NothingAsked:
        title = _("Nothing is asked of you about this case")
        text = _("It is answered already, or the case is decided. What you have typed can be written as a note.")
        return _answer(case_id, Wrong({}, (title, text))), 409
    except (ReasonMissing, Unreadable) as error:
        return _answer(case_id, Wrong({NOTE: _said(error)})), 400
    except OperationalError as silent:
        trouble, status = trouble_of(silent)
        return _answer(case_id, Wrong({}, (trouble.title, trouble.text))), status
    tell(_("Answered: the note stands in the history of the case."))
    return redirect(url_for("case.show", application_id=case_id), 303)


def _put(case_id: UUID, kind: ErrandKind, done: Callable[[], str]) -> Answer:
    parts, words = desk(), f"{kind}_words"
    try:
        told = Errand(kind, _chosen(kind), typed_reason(words))
        with parts.database.transaction() as db:
            put(db, case_id, told, by=staff.member(db, myself().id), at=parts.clock())
    except UnknownCase:
        abort(404)
    except WRONG as error:
        field = f"{kind}_to" if isinstance(error, NotForThem) else words
        return _page(case_id, Wrong({field: _said(error)})), 400
    except STOPPED as error:
        said, status = _stopped(error)
        return _page(case_id, Wrong({}, said)), status
    tell(done())
    return redirect(url_for("case.show", application_id=case_id), 303)


def _chosen(kind: ErrandKind) -> UUID:
    """Who was chosen. Raises NotForThem."""
    try:
        return UUID(request.form.get(f"{kind}_to", ""))
    except ValueError as error:
        raise NotForThem from error


def _said(error: Exception) -> str:
    """The message at the field."""
    if isinstance(error, NotForThem):
        return _("Choose a colleague from the list")
    if isinstance(error, Unreadable):
        return trouble_of(error)[0].text
    return _("Write a text of at most 2,000 characters")


def _stopped(error: Exception) -> tuple[Said, int]:
    if isinstance(error, PutAlready):
        title = _("A colleague was faster; your click changed nothing")
        return (title, _("It waits for %(who)s since %(when)s.", who=error.who, when=moment(error.at))), 409
    trouble, status = trouble_of(error)
    return (trouble.title, trouble.text), status


def _case(db: Session, case_id: UUID) -> Case:
    try:
        return find(db, Case, case_id)
    except UnknownCase:
        abort(404)


def _page(case_id: UUID, wrong: Wrong = NOTHING) -> str:
    person = myself()
    with desk().database.reading() as db:
        case = _case(db, case_id)
        kinds = [kind for kind in ErrandKind if kind is ErrandKind.ASKED or person.may(Action.APPROVE)]
        lists = {kind.value: _people(recipients(db, case, kind, but=person.id), f"{kind}_to") for kind in kinds}
    return render_template("errands/put.html", case=case, lists=lists, wrong=wrong, typed=request.form)


def _people(found: Sequence[StaffMember], field: str) -> list[Option]:
    return [Option(str(one.id), one.name, request.form.get(field) == str(one.id)) for one in found]


def _answer(case_id: UUID, wrong: Wrong = NOTHING) -> str:
    with desk().database.reading() as db:
        case = _case(db, case_id)
        asked = asked_of(db, case_id, by=myself().id, today=desk().today())
    return render_template(
        "errands/answer.html", case=case, asked=asked, field=NOTE, wrong=wrong, typed=request.form.get(NOTE, "")
    )
