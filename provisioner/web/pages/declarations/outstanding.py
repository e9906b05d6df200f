"""Accounts whose customer has not accepted the Regulamin in force, where the office asks for that."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.declarations.outstanding import Outstanding, outstanding
from provisioner.declarations.rules import DeclarationKind
from provisioner.office import OfficeRules
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.accounts.page import place
from provisioner.web.pages.accounts.view import next_page
from provisioner.web.pages.declarations.blueprint import blueprint
from provisioner.web.words.dates import in_words, long_day
from provisioner.web.words.translate import _

GROUND = "new_terms"
"""On what ground accounts are ended whose customer does not accept it."""


@dataclass(frozen=True)
class Row:
    """One account, the Regulamin it was opened under, and the way to the form."""

    application_id: UUID
    number: str
    status: AccountStatus
    login: str
    customer: str
    opened: str
    record: str


@dataclass(frozen=True)
class OutstandingList:
    """The rows, what they are waited for and until when; the address of what is not shown, and of the form that ends
    what is.
    """

    rows: Sequence[Row]
    told: str
    over: bool
    more: str
    ending: str


@blueprint.get("/accounts/regulamin")
@needs(Action.READ)
def index() -> str:
    """The list; empty where the office asks nobody."""
    with desk().database.reading() as db:
        return render_template("declarations/outstanding.html", found=_list(db, office.rules(db)))


def _list(db: Session, rules: OfficeRules) -> OutstandingList:
    if not rules.reacceptance_on_new_version:
        told = _("The office asks nobody to accept a new Regulamin: that setting is off.")
        return OutstandingList([], told, over=False, more="", ending="")
    found = outstanding(db, rules, today=desk().today(), after=place(request.args.get("after", "")))
    over = found.until < desk().today()
    logins = " ".join(account.login for account, _version in found.accounts)
    may = over and logins and myself().may(Action.RECORD) and rules.ground(GROUND)
    return OutstandingList(
        [_row(account, version) for account, version in found.accounts],
        _told(found, over=over),
        over,
        url_for("declarations.index", after=next_page(found.rest)) if found.rest else "",
        url_for("resignations.many", ground=GROUND, names=logins) if may else "",
    )


def _told(found: Outstanding, *, over: bool) -> str:
    said = {
        "what": found.edition.regulamin_version, "since": long_day(found.edition.valid_from),
        "until": in_words(found.until),
    }  # fmt: skip
    if over:
        return _("%(what)s, in force since %(since)s. The time to accept it ended on %(until)s.", **said)
    return _("%(what)s, in force since %(since)s. It is to be accepted until %(until)s.", **said)


def _row(account: Account, version: str) -> Row:
    may = myself().may(Action.RECORD)
    form = url_for("declarations.new", application_id=account.case_id, kind=DeclarationKind.REGULAMIN.value)
    return Row(
        account.case_id, account.case_number, account.status, account.login, account.display_name, version,
        form if may else "",
    )  # fmt: skip
