"""Accounts whose customer has not accepted the Regulamin in force, where the office asks for that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import declarations, office, staff
from provisioner.accounts.rules import AccountStatus
from provisioner.declarations.calling import AT_ONCE
from provisioner.declarations.outstanding import Outstanding, Waiting, every, outstanding
from provisioner.declarations.rules import DeclarationKind
from provisioner.journal import Event
from provisioner.office import OfficeRules
from provisioner.sheets import Row as SheetRow
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.sheet import sheet
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.accounts.page import place
from provisioner.web.pages.accounts.saving import account_cells, account_headings
from provisioner.web.pages.accounts.view import next_page
from provisioner.web.pages.declarations.blueprint import blueprint
from provisioner.web.words.dates import in_words, long_day, moment
from provisioner.web.words.translate import _, ngettext

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
    asked: str
    over: bool
    record: str


@dataclass(frozen=True)
class OutstandingList:
    """The rows, what they are waited for and until when; the address of what is not shown, and of the form that ends
    what is.
    """

    rows: Sequence[Row]
    told: str
    button: str
    more: str
    ending: str


@blueprint.get("/accounts/regulamin")
@needs(Action.READ)
def index() -> str:
    """The list; empty where the office asks nobody."""
    with desk().database.reading() as db:
        return render_template(
            "declarations/outstanding.html", found=_list(db, office.rules(db)), may_export=myself().may(Action.EXPORT)
        )


@blueprint.post("/accounts/regulamin/export")
@needs(Action.EXPORT)
def export() -> Response:
    """Every account of the list as a file; who took it stands in the journal before it leaves."""
    headings = [*account_headings(), _("First Regulamin"), _("What happens next")]
    return sheet(Event.OUTSTANDING_EXPORTED, _("regulamin"), headings, _sheet_rows)


@blueprint.post("/accounts/regulamin/ask")
@needs(Action.APPROVE)
def ask() -> Response:
    """Have those asked by mail who were not asked yet."""
    parts = desk()
    with parts.database.transaction() as db:
        by = staff.member(db, myself().id)
        count = declarations.ask(db, today=parts.today(), by=by, at=parts.clock())
    tell(ngettext("%(num)d customer is being asked by e-mail.", "%(num)d customers are being asked by e-mail.", count))
    return redirect(url_for("declarations.index"), 303)


def _list(db: Session, rules: OfficeRules) -> OutstandingList:
    if not rules.reacceptance_on_new_version:
        told = _("The office asks nobody to accept a new Regulamin: that setting is off.")
        return OutstandingList([], told, button="", more="", ending="")
    found = outstanding(db, today=desk().today(), after=place(request.args.get("after", "")))
    rows = [_row(one, rules) for one in found.waiting]
    logins = " ".join(row.login for row in rows if row.over)
    may = logins and myself().may(Action.RECORD) and rules.ground(GROUND)
    return OutstandingList(
        rows,
        _("%(what)s, in force since %(since)s.", what=found.version, since=long_day(found.since)),
        _button(found),
        url_for("declarations.index", after=next_page(found.rest)) if found.rest else "",
        url_for("resignations.many", ground=GROUND, names=logins) if may else "",
    )


def _button(found: Outstanding) -> str:
    """What asks those who were not asked yet; a large number is asked in several goes."""
    if not found.unasked or not myself().may(Action.APPROVE):
        return ""
    count = min(found.unasked, AT_ONCE)
    return ngettext("Ask %(num)d customer by e-mail", "Ask %(num)d customers by e-mail", count)


def _sheet_rows(db: Session) -> Iterator[SheetRow]:
    rules = office.rules(db)
    if rules.reacceptance_on_new_version:
        for one in every(db, today=desk().today()):
            yield [*account_cells(one.account), one.opened_under, _what_is_awaited(one, one.until(rules))]


def _row(one: Waiting, rules: OfficeRules) -> Row:
    account, form = one.account, DeclarationKind.REGULAMIN.value
    record = url_for("declarations.new", application_id=account.case_id, kind=form)
    until = one.until(rules)
    over = until is not None and until < desk().today() and not one.filed
    return Row(
        account.case_id, account.case_number, account.status, account.login, account.display_name, one.opened_under,
        _what_is_awaited(one, until), over, record if myself().may(Action.RECORD) and not one.filed else "",
    )  # fmt: skip


def _what_is_awaited(one: Waiting, until: date | None) -> str:
    if one.filed:
        return _("a paper of the customer waits for approval")
    if until is None or one.asked_at is None:
        return _("not asked yet")
    return _("asked %(when)s, time until %(day)s", when=moment(one.asked_at), day=in_words(until))
