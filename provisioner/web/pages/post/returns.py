"""The page of one letter: noting that it came back, and what was done about that."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import post, staff
from provisioner.cases import ReasonMissing
from provisioner.cases.decide import find
from provisioner.cases.letters.rules import ReturnReason
from provisioner.cases.tables import Case
from provisioner.entry.reader import EntryProblems
from provisioner.post.returned import ON, OUTCOME, WHY, found
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.post.blueprint import blueprint
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.database import Said
from provisioner.web.words.messages import message
from provisioner.web.words.office.post import came_back, left
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
Wrong = Sequence[tuple[str, str]]


@blueprint.get("/letters/<uuid:letter_id>")
@needs(Action.SEND_LETTERS)
def show(letter_id: UUID) -> str:
    """The letter, with the form that it asks for now."""
    return _page(letter_id)


@blueprint.post("/letters/<uuid:letter_id>/return")
@needs(Action.SEND_LETTERS)
def note(letter_id: UUID) -> Answer:
    """Note that it came back."""

    def change(db: Session, by: StaffMember) -> None:
        told = post.read_return(request.form, today=desk().today())
        post.note_return(db, letter_id, told, by=by, at=desk().clock())

    return _changed(letter_id, change, _("The return is noted and waits for somebody, here and under Letters."))


@blueprint.post("/letters/<uuid:letter_id>/settle")
@needs(Action.SEND_LETTERS)
def settle(letter_id: UUID) -> Answer:
    """Note what was done about it."""

    def change(db: Session, by: StaffMember) -> None:
        post.settle(db, letter_id, outcome=typed_reason(OUTCOME), by=by, at=desk().clock())

    return _changed(letter_id, change, _("The return is settled."))


def _changed(letter_id: UUID, change: Callable[[Session, StaffMember], None], said: str) -> Answer:
    """Do it and go back to the case, or show the page with what is wrong."""
    try:
        with desk().database.transaction() as db:
            case_id = found(db, letter_id).case_id
            change(db, staff.member(db, myself().id))
    except post.UnknownLetter:
        abort(404)
    except EntryProblems as error:
        return _page(letter_id, wrong=[(one.field, message(one)) for one in error.problems]), 400
    except post.Settled:
        late = _("Your click changed nothing"), _("A colleague was faster: see below how it stands now.")
        return _page(letter_id, late), 409
    except ReasonMissing:
        return _page(letter_id, wrong=[(OUTCOME, _("Write what was done, in at most 2,000 characters"))]), 400
    except (Unreadable, OperationalError) as error:
        trouble, status = trouble_of(error)
        wrong = [(trouble.control, trouble.text)] if trouble.control else []
        return _page(letter_id, None if wrong else (trouble.title, trouble.text), wrong), status
    tell(said)
    return redirect(url_for("case.show", application_id=case_id), 303)


def _page(letter_id: UUID, trouble: Said | None = None, wrong: Wrong = ()) -> str:
    with desk().database.reading() as db:
        try:
            one = found(db, letter_id)
        except post.UnknownLetter:
            abort(404)
        looks.note_when_sent(one.case_id, myself().id)
        return render_template(
            "post/letter.html",
            one=one,
            case=find(db, Case, one.case_id),
            what=word(one.kind),
            left=left(one),
            back=came_back(one),
            reasons=options(ReturnReason, chosen(ReturnReason, request.form.get(WHY))),
            typed=request.form.get(OUTCOME, ""),
            day=request.form.get(ON, ""),
            trouble=trouble,
            links=wrong,
            errors=dict(wrong),
        )
