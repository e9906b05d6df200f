"""All accounts with their state in words, and what can be done about those that wait for somebody (R5, P1)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import accounts as use_cases
from provisioner import staff
from provisioner.accounts.listing import Place, accounts, every, stopped_alike
from provisioner.accounts.not_me.listing import reported
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.corrections.listing import waiting
from provisioner.entry.reasons import ReasonMissing
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.around import held
from provisioner.web.frame.flash import tell
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs, note_refusal
from provisioner.web.pages.accounts.saving import headings, sheet_rows
from provisioner.web.pages.accounts.view import Proposal, account_list, retry_offers
from provisioner.web.pages.case.account.asking import asked
from provisioner.web.pages.case.decision.trouble import Unreadable, stopped, typed_reason
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.translate import _, ngettext

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/accounts")
@needs(Action.READ)
def index() -> str:
    """The list, filtered by what the address says."""
    status = chosen(AccountStatus, request.args.get("status"))
    with desk().database.reading() as db:
        found = accounts(db, status=status, after=place(request.args.get("after", "")))
        return render_template(
            "accounts/page.html",
            found=account_list(found, status, held=held(db)),
            proposals=[Proposal(one.case_id, one.case_number, one.display_name) for one in waiting(db)],
            reports=[Proposal(one.case_id, one.case_number, one.display_name) for one in reported(db)],
            offers=retry_offers(stopped_alike(db)) if myself().may(Action.RETRY) else [],
            filtered=bool(status),
            status=status,
            may_export=myself().may(Action.EXPORT),
            may_end=myself().may(Action.RECORD),
            statuses=options(AccountStatus, status),
        )


@blueprint.post("/accounts/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every account asked for as a file; who took it stands in the journal before it leaves."""
    status = chosen(AccountStatus, request.form.get("status"))
    return sheet(
        Event.ACCOUNTS_EXPORTED, _("accounts"), headings(),
        lambda db: sheet_rows(every(db, status=status), held=held(db)),
    )  # fmt: skip


def place(text: str) -> Place | None:
    """The place an address names; None, the beginning, for anything else."""
    when, _, account = text.rpartition("_")
    try:
        at = datetime.fromisoformat(when)
        return Place(at, UUID(account)) if at.tzinfo else None
    except ValueError:
        return None


@blueprint.post("/accounts/retry")
@needs(Action.RETRY)
def retry_all() -> Response:
    """Try again with all that stopped for the same reason."""
    why = chosen(Attention, request.form.get("why"))
    if why is None:
        abort(400)
    parts = desk()
    with parts.database.transaction() as db:
        by = staff.member(db, myself().id)
        count = use_cases.retry_all(db, why, request.form.get("code", ""), by=by, at=parts.clock())
    if count:
        tell(ngettext("%(num)d account is being tried again.", "%(num)d accounts are being tried again.", count))
    else:
        tell(_("No account waits for this reason any more."))
    return redirect(url_for("accounts.index"), 303)


@blueprint.post("/applications/<uuid:application_id>/accounts/<uuid:account_id>/retry")
@needs(Action.RETRY)
def retry(application_id: UUID, account_id: UUID) -> Response | tuple[str, int]:
    """Try again after the cause was mended."""
    return _ask(application_id, account_id, use_cases.retry, _("It is being tried again."))


@blueprint.post("/applications/<uuid:application_id>/accounts/<uuid:account_id>/reissue")
@needs(Action.REISSUE)
def reissue(application_id: UUID, account_id: UUID) -> Response | tuple[str, int]:
    """Send a new temporary password."""
    said = _("A new temporary password is on its way; the former one no longer works then.")
    # Whoever may try again is an approver; others are asked for by the office's setting.
    if myself().may(Action.RETRY):
        return _ask(application_id, account_id, use_cases.reissue, said)
    try:
        return _ask(application_id, account_id, use_cases.reissue_by_clerk, said)
    except use_cases.ApproversOnly as error:
        note_refusal(myself(), Action.REISSUE)
        return stopped(application_id, error)


@blueprint.post("/applications/<uuid:application_id>/close-account")
@needs(Action.CLOSE)
def close(application_id: UUID) -> Response | tuple[str, int]:
    """End an account that cannot be made."""
    parts = desk()
    try:
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            use_cases.close(db, application_id, reason=typed_reason("close_reason"), by=by, at=parts.clock())
    except use_cases.NothingToDo as error:
        with parts.database.reading() as db:
            closed_for = use_cases.closed_for(db, application_id)
        if closed_for != typed_reason("close_reason").strip():
            return stopped(application_id, error)
        # The second half of a double click: what was wanted is done.
    except (ReasonMissing, Unreadable, OperationalError) as error:
        return stopped(application_id, error)
    tell(_("The account is closed. Tell the customer: the desk sends no message."))
    return redirect(url_for("case.show", application_id=application_id), 303)


def _ask(
    application_id: UUID, account_id: UUID, use_case: Callable[..., Account], said: str
) -> Response | tuple[str, int]:
    def ask(db: Session, by: StaffMember) -> None:
        account = db.get(Account, account_id)
        if account is None or account.case_id != application_id:
            abort(404)
        use_case(db, account_id, by=by, at=desk().clock())

    return asked(application_id, ask, said)
