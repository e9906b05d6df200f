"""What the page of a declaration shows to one person, beside what every such case shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provisioner.applications.rules import Answer
from provisioner.cases.history import HistoryLine
from provisioner.cases.status import CaseStatus
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.web.pages.case.head import CaseHead, Manner, Seen, case_head
from provisioner.web.pages.case.letter import LetterLink, decision_letter
from provisioner.web.pages.case.paper import Said
from provisioner.web.pages.case.standing import Standing
from provisioner.web.words.dates import long_day
from provisioner.web.words.paper.consents import changed
from provisioner.web.words.paper.filing import received
from provisioner.web.words.terms import clause_text, word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class DeclarationView:
    """One declaration for one person."""

    head: CaseHead
    letter: LetterLink | None
    title: str
    facts: Sequence[tuple[str, str]]
    form_code: str
    answers: Sequence[Said]


def declaration_view(one: Declaration, lines: Sequence[HistoryLine], seen: Seen) -> DeclarationView:
    """What this person sees."""
    whole = one.kind is DeclarationKind.REGULAMIN
    manner = Manner(
        "declarations", "case_id", _("Approve the declaration"),
        {"refuse_reason": _("name the rule; what counted before stays; the desk sends the customer nothing")},
    )  # fmt: skip
    stands = Standing("done", _("Approved. What is declared counts since then."), one.account)
    return DeclarationView(
        head=case_head(one, stands, lines, seen, manner, lambda: _outcome(one)),
        letter=_letter(one, manner.to("write", one.id)),
        title=_("Acceptance of the Regulamin") if whole else _("Declaration on consents"),
        facts=list(_facts(one)),
        form_code=one.edition.code,
        answers=list(_answers(one, whole=whole)),
    )


def _letter(one: Declaration, address: str) -> LetterLink | None:
    if one.status is CaseStatus.APPROVED:
        return LetterLink(_("Confirmation for the customer (PDF)"), address)
    return decision_letter(one.status, address)


def _facts(one: Declaration) -> Iterator[tuple[str, str]]:
    yield _("Filed"), f"{word(one.channel)}, {received(one)}"
    if one.document_date:
        yield _("Date on the document"), long_day(one.document_date)
    yield _("Customer number"), one.customer_number
    yield _("Login"), one.account.login
    yield _("Signed"), _("yes") if one.signed else _("no")
    if one.original_location:
        yield _("Original"), one.original_location
    if one.note:
        yield _("Note"), one.note


def _answers(one: Declaration, *, whole: bool) -> Iterator[Said]:
    for each in sorted(one.answers, key=lambda each: each.clause.number):
        answer = word(each.answer) if whole else changed(each.answer)
        yield Said(f"{each.clause.number}.", clause_text(each.clause), answer, each.answer is Answer.ACCEPTED)
    if whole:
        regulamin = _("Signed: %(what)s", what=one.edition.regulamin_version)
        yield Said("§", regulamin, _("yes") if one.signed else _("no"), one.signed)


def _outcome(one: Declaration) -> str:
    if one.kind is DeclarationKind.REGULAMIN:
        return _("Once approved, this edition counts for the account %(login)s.", login=one.account.login)
    return _("Once approved, these consents count for the account %(login)s.", login=one.account.login)
