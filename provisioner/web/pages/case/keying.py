"""Saving what was keyed in of a paper about an account, or showing the form again with what is wrong."""

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

from flask import redirect, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.accounts.tables import Account
from provisioner.cases import FasterColleague, OtherContent
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.dates import moment
from provisioner.web.words.sentences import changed
from provisioner.web.words.translate import _

Answer = str | Response | tuple[str, int]


class Page(Protocol):
    """The form again, with everything that was typed."""

    def __call__(self, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
        """What is wrong stands at its field or, where it is no field's, above the form."""


def saved(save: Callable[[Session, StaffMember], Case], page: Page, address: Callable[[UUID], str]) -> Answer:
    """Save it and go on to the case, or show the form."""
    try:
        with desk().database.transaction() as db:
            one = save(db, staff.member(db, myself().id))
            case_id, number = one.id, one.number
    except EntryProblems as error:
        return page(error.problems), 400
    except OtherContent as earlier:
        said = _("Nothing is saved: this form is recorded already"), _("See %(number)s.", number=earlier.number)
        return page(trouble=said), 409
    except FasterColleague as error:
        when = moment(error.at) if error.at else ""
        said = _("Nothing is saved: the case has changed meanwhile"), changed(error.status, error.who, when)
        return page(trouble=said), 409
    except OperationalError as silent:
        note_silence(silent)
        return page(trouble=not_saved(silent)), 503
    tell(_("Saved %(number)s.", number=number))
    return redirect(address(case_id), 303)


def heading_of(one: Case) -> str:
    """What the form of a recorded case is for."""
    if one.status is CaseStatus.INCOMPLETE:
        return _("Complete %(number)s", number=one.number)
    return _("Correct %(number)s", number=one.number)


def way_back(account: Account) -> dict[str, str]:
    """From a new form to the account's own case."""
    return {
        "back": url_for("case.show", application_id=account.case_id),
        "back_text": f"{account.case_number}, {account.display_name}",
    }
