"""A case on paper: the whole of it as one lasting PDF for the archive, and the label of its binder."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from unicodedata import name
from uuid import UUID

from flask import Blueprint, Response, abort

from provisioner.applications.case import Case, case
from provisioner.applications.tables import Application
from provisioner.cases import UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.status import CaseStatus
from provisioner.letters import Label, NotPrintable, Report, Table
from provisioner.mail.language import Language
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case import paper
from provisioner.web.pages.case.deadline import runs
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.emergency import review_of
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.case.view import Happened, happened_line
from provisioner.web.words.dates import full_moment, long_day, plain_date
from provisioner.web.words.language import language
from provisioner.web.words.sheets import sheet
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

blueprint = Blueprint("archive", __name__)
Answer = Response | tuple[str, int]
NO_FONT = "[?]"
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
SIGNS = "–—…„”“’‘«»•·§°→№€\N{NO-BREAK SPACE}"


@blueprint.get("/applications/<uuid:application_id>/case.pdf")
@needs(Action.READ)
def whole(application_id: UUID) -> Answer:
    """All that is known of the case, the history from its beginning; who took it along is noted as a look."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            found = case(db, application_id, today=parts.today())
            told = list(_parts(found))
        except UnknownCase:
            abort(404)
    one = found.application
    title = _("Case %(number)s: %(customer)s", number=one.number, customer=one.display_name)
    report = Report(Language(language()), parts.today(), title, told)
    return _sent(application_id, one.number, lambda: _pressed(report))


@blueprint.get("/applications/<uuid:application_id>/label.pdf")
@needs(Action.READ)
def label(application_id: UUID) -> Answer:
    """The label: number, customer and day of receipt, and the number as a code that opens the case by the search."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            told = _label(find(db, Application, application_id))
        except UnknownCase:
            abort(404)
    return _sent(application_id, f"{told.number}-label", lambda: parts.press.label(told))


def _sent(application_id: UUID, named: str, press: Callable[[], bytes]) -> Answer:
    """The sheet, whose taking is noted as a look; or the case with a word about what cannot be printed."""
    try:
        made = press()
    except NotPrintable:
        text = _("It holds a character that our fonts do not have. Correct the text, or print the page itself.")
        return case_page(application_id, Trouble(_("This cannot be printed"), text)), 409
    looks.note_when_sent(application_id, myself().id)
    return sheet(made, named)


def _pressed(report: Report) -> bytes:
    """The PDF; a note can hold characters of no font, which nobody can correct, so they are marked."""
    try:
        return desk().press.report(report)
    except NotPrintable:
        said = _("Characters that cannot be printed stand as %(mark)s; the page of the case shows them.", mark=NO_FONT)
        return desk().press.report(replace(report, parts=[said, *(_legible(part) for part in report.parts)]))


def _legible(part: str | Table) -> str | Table:
    if isinstance(part, str):
        return "".join(one if _has_font(one) else NO_FONT for one in part)
    return replace(part, rows=[[str(_legible(cell)) for cell in row] for row in part.rows])


def _has_font(one: str) -> bool:
    return one.isascii() or one in SIGNS or name(one, "").startswith(ALPHABETS)


def _parts(found: Case) -> Iterator[str | Table]:
    one, head = found.application, (_("Field"), _("Content"))
    yield Table(_("How it stands"), head, list(_stands(found)), words=True)
    facts = [(fact.term, fact.text) for fact in paper.facts(one, found.masks)]
    yield Table(_("Application"), head, facts, words=True)
    said = [(answer.number, answer.answer, answer.text) for answer in paper.answers(one)]
    title = _("Clauses, form %(code)s", code=one.edition.code)
    yield Table(title, (_("No."), _("Answer"), _("Text")), said, words=True)
    happened = [(full_moment(line.at), *_told(happened_line(line))) for line in reversed(found.history)]
    yield Table(_("History"), (_("When"), _("Who"), _("What happened")), happened, words=True)


def _stands(found: Case) -> Iterator[tuple[str, str]]:
    one, account = found.application, found.account
    yield _("State"), word(one.status)
    if one.decided_at and one.decider:
        yield _("Decided"), f"{full_moment(one.decided_at)}, {one.decider.name}"
    if (approval := one.emergency) and approval.used_at:
        yield (
            _("Approved in an emergency"),
            "; ".join(filter(None, (approval.reason, review_of(approval), approval.review))),
        )
    if why := one.missing if one.status is CaseStatus.INCOMPLETE else one.decision_reason:
        yield _("Reason"), why
    if runs(one):
        yield (
            _("Deadline"),
            _("from %(first)s to %(last)s", first=plain_date(one.due_first), last=plain_date(one.due_last)),
        )
        yield _("Counted from"), plain_date(one.clock_from)
    if account:
        yield _("Account"), f"{account.login}, {word(account.status)}"


def _told(one: Happened) -> tuple[str, str]:
    changes = [f"{each.field}: {each.before} → {each.after}" for each in one.changes]
    return one.who, "; ".join((one.what, *changes))


def _label(one: Application) -> Label:
    lines = _("customer number %(number)s", number=one.customer_number), long_day(one.received_on)
    spoken = _("The case number as a code for a scanner")
    return Label(Language(language()), one.number, one.display_name, lines, one.received_on, spoken)
