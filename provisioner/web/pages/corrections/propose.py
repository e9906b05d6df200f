"""Proposing another address for an account (R5)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import accounts, corrections, staff
from provisioner.accounts.tables import Account
from provisioner.corrections.entry import KIND, read_proposal
from provisioner.corrections.listing import open_of
from provisioner.corrections.rules import CorrectionKind
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.corrections.blueprint import blueprint
from provisioner.web.pages.corrections.form import WORD_WHEN, address_cells, kind_cell, proposal_form, word_cells
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.translate import _


@blueprint.get("/applications/<uuid:application_id>/correction")
@needs(Action.PROPOSE_CORRECTION)
def propose(application_id: UUID) -> str | Response:
    """The empty form; where there is nothing to propose, the case says why."""
    account, kinds, possible = _account(application_id)
    if not possible:
        return redirect(url_for("case.show", application_id=application_id), 303)
    return _page(account, proposal_form(kinds))


@blueprint.post("/applications/<uuid:application_id>/correction")
@needs(Action.PROPOSE_CORRECTION)
def send(application_id: UUID) -> Response | tuple[str, int]:
    """Put the proposal down for somebody else to confirm."""
    account, kinds, _possible = _account(application_id)
    form, parts = proposal_form(kinds), desk()
    try:
        told = read_proposal(request.form, today=parts.today())
        with parts.database.transaction() as db:
            corrections.propose(db, account.id, told, by=staff.member(db, myself().id), at=parts.clock())
    except corrections.CorrectionProblems as error:
        return _page(account, form, error.problems), 400
    except corrections.AlreadyProposed:
        return _page(
            account, form, trouble=(_("Nothing is saved: a colleague was faster, a proposal waits already"), _kept())
        ), 409
    except accounts.NothingToDo:
        return _page(account, form, trouble=(_("Nothing is saved: the account has changed meanwhile"), _kept())), 409
    except OperationalError as silent:
        note_silence(silent)
        return _page(account, form, trouble=not_saved(silent)), 503
    tell(_("The correction is proposed; an approver who is somebody else confirms it."))
    return redirect(url_for("case.show", application_id=application_id), 303)


def _account(application_id: UUID) -> tuple[Account, Sequence[CorrectionKind], bool]:
    """The account of a case, why its address may be corrected, and whether that may be proposed now.

    Ends with 404 where there is none.
    """
    with desk().database.reading() as db:
        account = db.scalar(sa.select(Account).where(Account.case_id == application_id))
        if account is None:
            abort(404)
        offered = accounts.Step.CORRECT in accounts.offered_now(db, account)
        kinds = corrections.kinds_for(db, account, on=desk().today())
        return account, kinds, offered and open_of(db, account.id) is None


def _kept() -> str:
    return _("Everything typed is still here.")


def _page(account: Account, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
    links = show_problems(form, problems)
    looks.note_when_sent(account.case_id, myself().id)
    return render_template(
        "corrections/page.html",
        account=account,
        form=form,
        links=links,
        trouble=trouble,
        address=address_cells(form),
        kind=kind_cell(form),
        word=word_cells(form),
        word_when=WORD_WHEN,
        alone=CorrectionKind.ACTS_ALONE.value in [option.data for option in form[KIND.name]],
    )
