"""What the customer of an account has accepted by now, clause by clause, and on which paper each answer stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for

from provisioner import declarations
from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.declarations.accepted import Accepted, withdrawable
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.forms.tables import Clause
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.account.asking import account_of
from provisioner.web.pages.case.keying import way_back
from provisioner.web.pages.declarations.blueprint import address, blueprint
from provisioner.web.words.dates import moment
from provisioner.web.words.paper.consents import stands
from provisioner.web.words.terms import clause_text, word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Line:
    """One clause: what stands beside it, since when, and the paper that says so."""

    number: str
    text: str
    answer: str
    agreed: bool
    since: str
    paper: str
    paper_at: str


@blueprint.get("/applications/<uuid:application_id>/accepted")
@needs(Action.READ)
def accepted(application_id: UUID) -> str:
    """The page. Ends with 404 where the case has led to no account."""
    with desk().database.reading() as db:
        account = account_of(db, application_id)
        found = declarations.accepted(db, account)
        offered = _offered(account, [
            kind for kind in DeclarationKind if declarations.asked(db, found, kind, today=desk().today())
        ])  # fmt: skip
        lines = [_line(clause, found) for clause in found.edition.clauses]
    looks.note_when_sent(application_id, myself().id)
    return render_template(
        "declarations/accepted.html", customer=account.display_name, login=account.login, form_code=found.edition.code,
        regulamin=found.edition.regulamin_version, since=moment(found.paper.decided_at or found.paper.recorded_at),
        paper=found.paper.number, paper_at=_address(found.paper), lines=lines, offered=offered, **way_back(account),
    )  # fmt: skip


def _offered(account: Account, kinds: Sequence[DeclarationKind]) -> list[tuple[str, str]]:
    """The papers that may be keyed in now, each with its address."""
    if not myself().may(Action.RECORD) or account.status in ENDED:
        return []
    texts = {
        DeclarationKind.CONSENTS: _("Record a declaration on consents"),
        DeclarationKind.REGULAMIN: _("Record the acceptance of the Regulamin in force"),
    }
    return [(texts[kind], url_for("declarations.new", application_id=account.case_id, kind=kind)) for kind in kinds]


def _line(clause: Clause, found: Accepted) -> Line:
    answer, given = found.answer(clause.id), found.answers.get(clause.id)
    said = stands(answer) if withdrawable(clause) else word(answer)
    return Line(
        f"{clause.number}.", clause_text(clause), said, answer is Answer.ACCEPTED,
        moment(given.since) if given else "", given.paper.number if given else "",
        _address(given.paper) if given else "",
    )  # fmt: skip


def _address(paper: Application | Declaration) -> str:
    if isinstance(paper, Declaration):
        return address(paper.id)
    return url_for("case.show", application_id=paper.id)
