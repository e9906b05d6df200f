"""An application on paper: the whole case as one lasting PDF for the archive, and the label of its binder."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, abort

from provisioner.applications.case import Case, case
from provisioner.applications.tables import Application
from provisioner.cases import UnknownCase
from provisioner.cases.decide import find
from provisioner.letters import Label, Table
from provisioner.mail.language import Language
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import needs
from provisioner.web.pages.case import paper
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.case.whole import Answer, bound, clauses, facts, sent
from provisioner.web.pages.case.whole import whole as put_together
from provisioner.web.words.dates import long_day
from provisioner.web.words.language import language
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

blueprint = Blueprint("archive", __name__)


@blueprint.get("/applications/<uuid:application_id>/case.pdf")
@needs(Action.READ)
def whole(application_id: UUID) -> Answer:
    """All that is known of the case, the history from its beginning; who took it along is noted as a look."""
    parts = desk()
    with parts.database.reading() as db:
        try:
            found = case(db, application_id, today=parts.today())
        except UnknownCase:
            abort(404)
        account = f"{found.account.login}, {word(found.account.status)}" if found.account else ""
        told = put_together(db, found.application, list(_said(found)), found.history, account=account)
    return bound(told, case_page)


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
    return sent(application_id, f"{told.number}-label", lambda: parts.press.label(told), case_page)


def _said(found: Case) -> Iterator[Table]:
    one = found.application
    yield facts(_("Application"), [(fact.term, fact.text) for fact in paper.facts(one, found.masks)])
    yield clauses(one.edition.code, paper.answers(one))


def _label(one: Application) -> Label:
    lines = _("customer number %(number)s", number=one.customer_number), long_day(one.received_on)
    spoken = _("The case number as a code for a scanner")
    return Label(Language(language()), one.number, one.display_name, lines, one.received_on, spoken)
