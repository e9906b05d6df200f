"""What the page of a request to erase shows to one person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from provisioner.cases.history import HistoryLine
from provisioner.cases.queue import Urgency
from provisioner.cases.status import CaseStatus
from provisioner.erasures.extend import extendable
from provisioner.erasures.tables import ErasureRequest
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.pages.case.decision.form import DecisionForm, with_trouble
from provisioner.web.pages.case.head import CaseHead, Manner, Seen, case_head
from provisioner.web.pages.case.letter import LetterLink
from provisioner.web.pages.case.standing import Standing
from provisioner.web.pages.erasures.rows import PartTable
from provisioner.web.words.dates import in_words, long_day, moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext
from provisioner.web.words.typed import REASONS


@dataclass(frozen=True)
class RequestView:
    """One request for one person; `table` is what there is of whoever asks."""

    head: CaseHead
    letter: LetterLink | None
    facts: Sequence[tuple[str, str]]
    table: PartTable


def request_view(one: ErasureRequest, table: PartTable, lines: Sequence[HistoryLine], seen: Seen) -> RequestView:
    """What this person sees."""
    manner = _manner()
    may = seen.person.may(Action.APPROVE) and not one.stands_still and extendable(one, desk().clock())
    more = [with_trouble(seen.trouble, _extend())] if may else []
    letter = _letter(one, table)
    return RequestView(
        head=case_head(
            one, _standing(one, table), lines, seen, manner, lambda: _outcome(table), more=more, reason=_reason(one)
        ),
        letter=LetterLink(letter, manner.to("write", one.id)) if letter else None,
        facts=[(term, text) for term, text in _facts(one) if text],
        table=table,
    )


def _manner() -> Manner:
    hints = {
        "missing": _("as who it is that asks; the desk sends nothing: print the letter"),
        "refuse_reason": _(
            "which exception or lack; the person reads exactly this; the desk sends nothing: print the letter"
        ),
    }
    buttons = {"refuse_reason": _("Refuse the request")}
    return Manner("erasures", "request_id", _("Approve and erase the data"), hints, buttons, _answer_due)


def _answer_due(urgency: Urgency, said: Mapping[str, str]) -> str:
    if urgency is Urgency.OVERDUE:
        return _("Overdue: the answer was due on %(day)s (%(left)s).", **said)
    return _("The person is to have the answer by the end of %(day)s (%(left)s).", **said)


def _standing(one: ErasureRequest, table: PartTable) -> Standing:
    said = {"when": moment(one.decided_at) if one.decided_at else "", "who": one.decider.name if one.decider else ""}
    if not table.done:
        return Standing("later", _("Approved by %(who)s, %(when)s. The data are being erased.", **said))
    return Standing("later", _("Approved by %(who)s, %(when)s, and carried out.", **said))


def _extend() -> DecisionForm:
    return DecisionForm(
        "erasures.extend",
        _("Take two months more…"),
        _("Take two months more"),
        "extend_reason",
        str(REASONS["extend_reason"]),
        _("only for a complex matter or many requests (GDPR art. 12(3)); the person reads exactly this"),
        subject="request_id",
    )


def _facts(one: ErasureRequest) -> Iterator[tuple[str, str]]:
    place = f"{one.postcode} {one.town}".strip()
    attorney = f": {one.attorney_name}" if one.attorney_name else ""
    yield _("Filed"), f"{word(one.channel)}, {long_day(one.received_on)}"
    yield _("Date on the document"), long_day(one.document_date) if one.document_date else ""
    yield _("Customer number"), one.customer_number
    yield _("Who asks"), f"{word(one.asked_by)}{attorney}"
    yield _("Proof"), one.proof
    yield _("Address"), ", ".join(part for part in (one.street, place, one.country) if part)
    yield _("E-mail for the answer"), one.answer_email
    yield _("Language of the letter"), word(one.letter_language)
    yield _("Original"), one.original_location
    yield _("Note"), one.note


def _reason(one: ErasureRequest) -> str:
    if one.status is CaseStatus.RECORDED and one.extended_on:
        told = {"day": in_words(one.extended_on), "why": one.extension_reason}
        return _("Two months more were taken on %(day)s: %(why)s", **told)
    return ""


def _letter(one: ErasureRequest, table: PartTable) -> str:
    if one.status is CaseStatus.RECORDED and one.extended_on:
        return _("Letter about the longer term (PDF)")
    if one.status is CaseStatus.INCOMPLETE:
        return _("Letter about what is missing (PDF)")
    answered = one.status is CaseStatus.REFUSED or (one.status is CaseStatus.APPROVED and table.done)
    return _("Answer to the person (PDF)") if answered else ""


def _outcome(table: PartTable) -> str:
    erased = len(table.rows) - table.kept
    said = ngettext(
        "Once approved, %(num)d case is erased for good; nobody can bring it back.",
        "Once approved, %(num)d cases are erased for good; nobody can bring them back.",
        erased,
    )
    if not table.kept:
        return said
    stays = ngettext(
        "%(num)d case is kept by an exception.", "%(num)d cases are kept by an exception.", table.kept
    )  # fmt: skip
    return f"{said} {stays}"
