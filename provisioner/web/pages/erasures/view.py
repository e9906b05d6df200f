"""What the page of a request to erase shows to one person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from provisioner.cases.history import HistoryLine
from provisioner.cases.queue import Urgency, standing
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.erasures.extend import extendable
from provisioner.erasures.tables import ErasureRequest
from provisioner.office.working_days import Calendar
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.forms import DecisionForm, Trouble, decision_forms, with_trouble
from provisioner.web.pages.case.view import EditLink, Happened, happened_line
from provisioner.web.pages.erasures.rows import PartTable
from provisioner.web.words.dates import in_words, long_day, moment
from provisioner.web.words.deadlines import days_left
from provisioner.web.words.hindrances import hindrance
from provisioner.web.words.terms import tone, word
from provisioner.web.words.translate import _, ngettext
from provisioner.web.words.typed import REASONS, Typed, reasons


@dataclass(frozen=True)
class RequestView:
    """One request for one person; `kept` is what was typed for a decision that is no longer asked for."""

    id: UUID
    revision: int
    number: str
    customer: str
    state: CaseStatus
    trouble: Trouble
    kept: Sequence[Typed]
    edit: EditLink | None
    tone: str
    sentence: str
    reason: str
    letter: str
    hindrances: Sequence[str]
    outcome: str
    approvable: bool
    facts: Sequence[tuple[str, str]]
    table: PartTable
    decisions: Sequence[DecisionForm]
    history: Sequence[Happened]


def request_view(
    one: ErasureRequest,
    table: PartTable,
    lines: Sequence[HistoryLine],
    person: Me,
    trouble: Trouble,
    *,
    four_eyes: bool,
    calendar: Calendar,
) -> RequestView:
    """What this person sees."""
    open_, recorded = one.status in OPEN_CASES, one.status is CaseStatus.RECORDED
    own = four_eyes and one.is_own_of(person.id)
    hinders = one.hindrances() if recorded else []
    forms = list(_forms(one, person, trouble, own=own)) if open_ else []
    may = person.may(Action.APPROVE) and recorded
    return RequestView(
        id=one.id,
        revision=one.revision,
        number=one.number,
        customer=one.display_name,
        state=one.status,
        trouble=trouble,
        kept=reasons(trouble.typed, but=[form.name for form in forms]),
        edit=_edit(one.status) if open_ and person.may(Action.COMPLETE) else None,
        tone=tone(standing(one, desk().today(), calendar)[0]) if open_ else "later",
        sentence=_sentence(one, table, calendar),
        reason=_reason(one),
        letter=_letter(one, table),
        hindrances=[hindrance(found) for found in hinders],
        outcome=_outcome(table, own=may and own) if recorded and not hinders else "",
        approvable=may and not own and not hinders,
        facts=[(term, text) for term, text in _facts(one) if text],
        table=table,
        decisions=forms,
        history=[happened_line(line) for line in lines],
    )


def _edit(status: CaseStatus) -> EditLink:
    incomplete = status is CaseStatus.INCOMPLETE
    return EditLink(_("Complete") if incomplete else _("Correct"), incomplete)


def _forms(one: ErasureRequest, person: Me, trouble: Trouble, *, own: bool) -> Iterator[DecisionForm]:
    hints = {
        "missing": _("as who it is that asks; the desk sends nothing: print the letter"),
        "refuse_reason": _(
            "which exception or lack; the person reads exactly this; the desk sends nothing: print the letter"
        ),
    }
    buttons = {"refuse_reason": _("Refuse the request")}
    for form in decision_forms(one.status, person, trouble, own=own):
        yield replace(
            form, endpoint=form.endpoint.replace("decisions.", "erasures."), subject="request_id",
            hint=hints.get(form.name, form.hint), button=buttons.get(form.name, form.button),
        )  # fmt: skip
    if person.may(Action.APPROVE) and extendable(one, desk().clock()):
        yield with_trouble(trouble, _extend())


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
    yield _("Address"), ", ".join(part for part in (one.street, place, one.country) if part)
    yield _("E-mail for the answer"), one.answer_email
    yield _("Language of the letter"), word(one.letter_language)
    yield _("Original"), one.original_location
    yield _("Note"), one.note


def _sentence(one: ErasureRequest, table: PartTable, calendar: Calendar) -> str:
    when, who = moment(one.decided_at) if one.decided_at else "", one.decider.name if one.decider else ""
    if one.status is CaseStatus.RECORDED:
        urgency, left = standing(one, desk().today(), calendar)
        said = {"day": in_words(one.due_last), "left": days_left(urgency, left)}
        if urgency is Urgency.OVERDUE:
            return _("Overdue: the answer was due on %(day)s (%(left)s).", **said)
        return _("The person is to have the answer by the end of %(day)s (%(left)s).", **said)
    if one.status is CaseStatus.INCOMPLETE:
        return _("Waiting for the customer's completion (returned: %(when)s). The deadline is on hold.", when=when)
    if one.status is CaseStatus.REFUSED:
        return _("Refused by %(who)s, %(when)s.", who=who, when=when)
    if one.status is CaseStatus.WITHDRAWN:
        return _("Withdrawn; noted by %(who)s, %(when)s.", who=who, when=when)
    if not table.done:
        return _("Approved by %(who)s, %(when)s. The data are being erased.", who=who, when=when)
    return _("Approved by %(who)s, %(when)s, and carried out.", who=who, when=when)


def _reason(one: ErasureRequest) -> str:
    if one.status is CaseStatus.INCOMPLETE:
        return _("Missing: %(what)s", what=one.missing)
    if one.status is CaseStatus.RECORDED and one.extended_on:
        told = {"day": in_words(one.extended_on), "why": one.extension_reason}
        return _("Two months more were taken on %(day)s: %(why)s", **told)
    return _("Reason: %(what)s", what=one.decision_reason) if one.decision_reason else ""


def _letter(one: ErasureRequest, table: PartTable) -> str:
    if one.status is CaseStatus.RECORDED and one.extended_on:
        return _("Letter about the longer term (PDF)")
    if one.status is CaseStatus.INCOMPLETE:
        return _("Letter about what is missing (PDF)")
    answered = one.status is CaseStatus.REFUSED or (one.status is CaseStatus.APPROVED and table.done)
    return _("Answer to the person (PDF)") if answered else ""


def _outcome(table: PartTable, *, own: bool) -> str:
    if own:
        return _("You recorded or completed this application yourself, so somebody else has to decide on it.")
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
