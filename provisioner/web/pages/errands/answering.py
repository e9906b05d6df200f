"""The page on which what a colleague has asked about a case is answered."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import ReasonMissing, UnknownCase
from provisioner.cases.errands.answering import NothingAsked, answer
from provisioner.cases.errands.listing import asked_of
from provisioner.cases.errands.tables import CaseErrand
from provisioner.cases.notes import NOTE
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.errands.blueprint import blueprint
from provisioner.web.pages.errands.wrong import NOTHING, Wrong, at_field, case_of
from provisioner.web.words.translate import _

QUESTIONS = "questions"
"""The keys of the questions that the page has shown, which alone the answer closes."""


@dataclass(frozen=True)
class Asked:
    """One question; `whose` is for whom the reader stands in, if it is not put to them."""

    key: str
    giver: str
    whose: str
    words: str


@blueprint.get("/cases/<uuid:case_id>/answer")
@needs(Action.NOTE)
def show_answer(case_id: UUID) -> str:
    """What is asked, and an empty answer."""
    return _page(case_id)


@blueprint.post("/cases/<uuid:case_id>/answer")
@needs(Action.NOTE)
def send_answer(case_id: UUID) -> Response | tuple[str, int]:
    """Write the answer as a note and go back to the case."""
    parts, to = desk(), request.form.get(QUESTIONS, "").split()
    try:
        text = typed_reason(NOTE)
        with parts.database.transaction() as db:
            answer(db, case_id, text, to=to, by=staff.member(db, myself().id), at=parts.clock())
    except UnknownCase:
        abort(404)
    except NothingAsked:
        text = _("It is answered already, or the case is decided. What you have typed can be written as a note.")
        return _page(case_id, Wrong({}, (_("Your click changed nothing"), text))), 409
    except (ReasonMissing, Unreadable) as error:
        return _page(case_id, Wrong({NOTE: at_field(error)})), 400
    except OperationalError as silent:
        trouble, status = trouble_of(silent)
        return _page(case_id, Wrong({}, (trouble.title, trouble.text))), status
    tell(_("Answered: the note stands in the history of the case."))
    return redirect(url_for("case.show", application_id=case_id), 303)


def _page(case_id: UUID, wrong: Wrong = NOTHING) -> str:
    """What is asked of the reader; where that is nothing, what is typed becomes a plain note."""
    with desk().database.reading() as db:
        case = case_of(db, case_id)
        asked = [_asked(one) for one in asked_of(db, case_id, by=myself().id, today=desk().today())]
    return render_template(
        "errands/answer.html", case=case, asked=asked, field=NOTE, questions=QUESTIONS, wrong=wrong,
        typed=request.form.get(NOTE, ""),
    )  # fmt: skip


def _asked(one: CaseErrand) -> Asked:
    whose = "" if one.given_to == myself().id else one.receiver.name
    return Asked(one.key, one.giver.name, whose, one.words)
