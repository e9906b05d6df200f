"""Accounts that nobody uses: what became of their passwords, and which are proposed for closing (R8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import office
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.accounts.unused import Unused, every, unused
from provisioner.journal import Event
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.accounts.page import place
from provisioner.web.pages.accounts.saving import unused_headings, unused_rows
from provisioner.web.pages.accounts.view import next_page
from provisioner.web.pages.case.account.password import password_line
from provisioner.web.words.translate import _, ngettext

blueprint = Blueprint("unused", __name__)
PROPOSED, GROUND = "proposed", "unused"
"""What is shown, and on what ground such accounts are ended."""


@dataclass(frozen=True)
class UnusedRow:
    """One account; `proposed` when nobody has used it for longer than the office likes."""

    application_id: UUID
    number: str
    status: AccountStatus
    login: str
    customer: str
    password: str
    waits: str
    proposed: bool


@dataclass(frozen=True)
class UnusedList:
    """The rows, the choice between all and the `proposed`, with its words, the address of what is not shown, and of the
    form that ends what is.
    """

    rows: Sequence[UnusedRow]
    proposed: bool
    choice: str
    more: str
    ending: str


@blueprint.get("/accounts/unused")
@needs(Action.READ)
def index() -> str:
    """The list: all of them, or those proposed for closing."""
    only = request.args.get("show") == PROPOSED
    with desk().database.reading() as db:
        days, since = _limit(db)
        found = unused(db, mailed_before=since if only else None, after=place(request.args.get("after", "")))
        return render_template(
            "accounts/unused.html",
            found=_list(found, days, since, only=only),
            show=PROPOSED if only else "",
            may_export=myself().may(Action.EXPORT),
        )


@blueprint.post("/accounts/unused/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every account asked for as a file; who took it stands in the journal before it leaves."""
    only = request.form.get("show") == PROPOSED
    return sheet(
        Event.UNUSED_EXPORTED, _("unused-accounts"), unused_headings(),
        lambda db: unused_rows(every(db, mailed_before=_limit(db)[1] if only else None)),
    )  # fmt: skip


def _limit(db: Session) -> tuple[int, datetime]:
    """How many days the office likes an account to be unused, and since when that has passed."""
    days = office.rules(db).unused_days
    return days, desk().clock() - timedelta(days=days)


def _list(found: Unused, days: int, since: datetime, *, only: bool) -> UnusedList:
    choice = ngettext("unused for %(num)d day or longer", "unused for %(num)d days or longer", days)
    show = PROPOSED if only else None
    more = url_for("unused.index", show=show, after=next_page(found.rest)) if found.rest else ""
    logins = " ".join(one.login for one, _report in found.accounts)
    may = only and logins and myself().may(Action.RECORD)
    ending = url_for("resignations.many", ground=GROUND, names=logins) if may else ""
    return UnusedList([_row(one, report, since) for one, report in found.accounts], only, choice, more, ending)


def _row(account: Account, report: MailReport | None, since: datetime) -> UnusedRow:
    now = desk().clock()
    mailed = account.notified_at or now
    waited = (now - mailed).days
    return UnusedRow(
        application_id=account.case_id,
        number=account.case_number,
        status=account.status,
        login=account.login,
        customer=account.display_name,
        password=password_line(account, report),
        waits=ngettext("%(num)d day", "%(num)d days", waited) if waited > 0 else _("less than a day"),
        proposed=mailed <= since,
    )
