"""A clerk keys in a paper that changes the data of an active account."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import changes, staff
from provisioner.accounts.changing.requests import changeable
from provisioner.accounts.tables import Account
from provisioner.cases import OtherContent
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.asking import account_of
from provisioner.web.pages.changes.blueprint import blueprint
from provisioner.web.pages.changes.form import change_form, empty, sections
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.translate import _

Answer = str | Response | tuple[str, int]


@blueprint.get("/applications/<uuid:application_id>/change")
@needs(Action.RECORD)
def new(application_id: UUID) -> Answer:
    """The empty form; where nothing can be changed, the case says why."""
    with desk().database.reading() as db:
        account = account_of(db, application_id)
        if not changeable(account):
            return redirect(url_for("case.show", application_id=application_id), 303)
        return _page(account, change_form(empty()), changes.present(db, account))


@blueprint.post("/applications/<uuid:application_id>/change")
@needs(Action.RECORD)
def save(application_id: UUID) -> Answer:
    """Save it and go on to its page."""
    parts, form = desk(), change_form()
    with parts.database.reading() as db:
        account = account_of(db, application_id)
        now = changes.present(db, account)
    try:
        entry = changes.read_change(
            request.form, today=parts.today(), practice=parts.practice, number=account.customer_number, now=now
        )
        with parts.database.transaction() as db:
            found = changes.record(
                db, db.get_one(Account, account.id), entry, form_key=sent_form_key(),
                by=staff.member(db, myself().id), at=parts.clock(),
            )  # fmt: skip
            change_id, number = found.id, found.number
    except changes.ChangeProblems as error:
        return _page(account, form, now, error.problems), 400
    except OtherContent as earlier:
        said = _("Nothing is saved: this form is recorded already"), _("See %(number)s.", number=earlier.number)
        return _page(account, form, now, trouble=said), 409
    except OperationalError as silent:
        note_silence(silent)
        return _page(account, form, now, trouble=not_saved(silent)), 503
    tell(_("Saved %(number)s.", number=number))
    return redirect(url_for("changes.show", change_id=change_id), 303)


def _page(
    account: Account,
    form: Any,
    now: Mapping[str, str],
    problems: Sequence[Problem] = (),
    *,
    trouble: Said | None = None,
) -> str:
    return render_template(
        "changes/form.html",
        heading=_("Change of data, %(name)s", name=account.display_name),
        where=url_for("changes.save", application_id=account.case_id),
        back=url_for("case.show", application_id=account.case_id),
        back_text=f"{account.case_number}, {account.display_name}",
        form=form,
        links=show_problems(form, problems),
        parts=sections(form, now),
        completing=False,
        missing="",
        trouble=trouble,
    )
