"""Saving what was keyed in of a paper about an account, or showing the form again with what is wrong."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import abort, redirect, render_template, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, joinedload
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
from provisioner.web.pages import looks
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.standing import changed
from provisioner.web.words.translate import _

AnyCase = TypeVar("AnyCase", bound=Case)
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
        said = _("Nothing is saved: the case has changed meanwhile"), changed(error)
        return page(trouble=said), 409
    except OperationalError as silent:
        note_silence(silent)
        return page(trouble=not_saved(silent)), 503
    tell(_("Saved %(number)s.", number=number))
    return redirect(address(case_id), 303)


def found(db: Session, kind: type[AnyCase], case_id: UUID) -> AnyCase:
    """The case of this kind. Ends with 404 where there is none."""
    together = joinedload(kind.editors), joinedload(kind.letters)
    wanted = sa.select(kind).where(kind.id == case_id).options(*together)
    return db.scalars(wanted).unique().one_or_none() or abort(404)


def keyed(
    template: str,
    form: Any,
    problems: Sequence[Problem],
    *,
    heading: str,
    where: str,
    back: str,
    back_text: str,
    missing: str | None = None,
    case_id: UUID | None = None,
    about: UUID | None = None,
    **more: Any,
) -> str:
    """The form of a paper; with what is `missing` where it is being completed, beside the scans of a recorded case.

    A new one may be `about` a case whose data it shows.
    """
    if shown := case_id or about:
        looks.note_when_sent(shown, myself().id)
    return render_template(
        template, heading=heading, where=where, back=back, back_text=back_text, form=form,
        links=show_problems(form, problems), completing=missing is not None, missing=missing or "",
        case_id=case_id, **more,
    )  # fmt: skip


def of_recorded(one: Case, address: str) -> dict[str, Any]:
    """What the form of a recorded case says around its fields."""
    completing = one.status is CaseStatus.INCOMPLETE
    return {
        "heading": _heading(one),
        "back": address,
        "back_text": f"{one.number}, {one.display_name}",
        "missing": one.missing if completing else None,
        "case_id": one.id,
    }


def _heading(one: Case) -> str:
    if one.status is CaseStatus.INCOMPLETE:
        return _("Complete %(number)s", number=one.number)
    return _("Correct %(number)s", number=one.number)


def way_back(account: Account) -> dict[str, Any]:
    """From a new form to the account's own case."""
    return {
        "back": url_for("case.show", application_id=account.case_id),
        "back_text": f"{account.case_number}, {account.display_name}",
        "about": account.case_id,
    }
