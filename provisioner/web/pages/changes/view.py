"""What the page of a change of data shows to one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from provisioner.accounts.rules import AccountStatus
from provisioner.cases.history import HistoryLine
from provisioner.cases.queue import standing
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.changes import paper
from provisioner.changes.tables import ChangeOfData
from provisioner.office.working_days import Calendar
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.forms import DecisionForm, Trouble, decision_forms
from provisioner.web.pages.case.view import EditLink, Happened, happened_line
from provisioner.web.words.changes import said
from provisioner.web.words.dates import in_words, long_day, moment
from provisioner.web.words.deadlines import days_left
from provisioner.web.words.paper import label
from provisioner.web.words.sentences import account_sentence, attention
from provisioner.web.words.terms import hindrance, tone, word
from provisioner.web.words.translate import _
from provisioner.web.words.typed import Typed, reasons

OF_THE_ACCOUNT = ("account:", "correction:", "incident:")


@dataclass(frozen=True)
class Changing:
    """One field: what it says before, and what the paper wants."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeView:
    """One change of data for one person; `kept` is what was typed for a decision that is no longer asked for."""

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
    letter: bool
    hindrances: Sequence[str]
    outcome: str
    approvable: bool
    account_case: UUID
    login: str
    customer_number: str
    filed: str
    original: str
    note: str
    signed: str
    changing: Sequence[Changing]
    decisions: Sequence[DecisionForm]
    history: Sequence[Happened]


def change_view(
    one: ChangeOfData,
    now: Mapping[str, str],
    lines: Sequence[HistoryLine],
    person: Me,
    trouble: Trouble,
    *,
    four_eyes: bool,
    calendar: Calendar,
) -> ChangeView:
    """What this person sees; `now` is what the account says."""
    open_ = one.status in OPEN_CASES
    own = four_eyes and one.is_own_of(person.id)
    hinders = one.hindrances() if open_ else []
    forms = [_of_change(form) for form in decision_forms(one.status, person, trouble, own=own)] if open_ else []
    may = person.may(Action.APPROVE) and one.status is CaseStatus.RECORDED
    return ChangeView(
        id=one.id,
        revision=one.revision,
        number=one.number,
        customer=one.display_name,
        state=one.status,
        trouble=trouble,
        kept=reasons(trouble.typed, but=[form.name for form in forms]),
        edit=_edit(one.status) if open_ and person.may(Action.COMPLETE) else None,
        tone=_tone(one, calendar),
        sentence=_sentence(one, calendar),
        reason=_reason(one),
        letter=one.status is CaseStatus.INCOMPLETE,
        hindrances=[hindrance(found) for found in hinders],
        outcome=_outcome(one, own=may and own) if one.status is CaseStatus.RECORDED and not hinders else "",
        approvable=may and not own and not hinders,
        account_case=one.account.case_id,
        login=one.account.login,
        customer_number=one.customer_number,
        filed=f"{word(one.channel)}, {long_day(one.received_on)}",
        original=one.original_location,
        note=one.note,
        signed=_("yes") if one.signed else _("no"),
        changing=list(_changing(one, now, lines)),
        decisions=forms,
        history=[happened_line(line) for line in lines if _about(line, one)],
    )


def _edit(status: CaseStatus) -> EditLink:
    incomplete = status is CaseStatus.INCOMPLETE
    return EditLink(_("Complete") if incomplete else _("Correct"), incomplete)


def _of_change(form: DecisionForm) -> DecisionForm:
    endpoint = form.endpoint.replace("decisions.", "changes.")
    if endpoint == "changes.refuse":
        form = replace(form, hint=_("name the rule; the account stays as it is; the desk sends the customer nothing"))
    return replace(form, endpoint=endpoint, subject="change_id")


def _changing(one: ChangeOfData, now: Mapping[str, str], lines: Sequence[HistoryLine]) -> Sequence[Changing]:
    """Once approved the journal knows what was said before; until then the account does."""
    done = next((line.values for line in lines if line.details.get("paper") == str(one.id)), None)
    if done is not None:
        return [Changing(label(name), said(name, a), said(name, b)) for name, (a, b) in done.items()]
    address = paper.ADDRESS if one.street else ()
    filled = [field for field in paper.DATA if field.of(one) or field in address]
    changing = [
        Changing(label(field.name), said(field.name, now[field.name]), said(field.name, field.typed(field.of(one))))
        for field in filled
    ]
    if one.email_missing:
        changing.insert(0, Changing(label(paper.EMAIL.name), now[paper.EMAIL.name], _("missing or illegible")))
    return [each for each in changing if each.before != each.after]


def _about(line: HistoryLine, one: ChangeOfData) -> bool:
    """The case's own lines, and the one by which the account took it over."""
    return line.details.get("paper") == str(one.id) or not line.event.startswith(OF_THE_ACCOUNT)


def _tone(one: ChangeOfData, calendar: Calendar) -> str:
    if one.status in OPEN_CASES:
        return tone(standing(one, desk().today(), calendar)[0])
    return tone(one.account.status) if one.status is CaseStatus.APPROVED else "later"


def _sentence(one: ChangeOfData, calendar: Calendar) -> str:
    when, who = moment(one.decided_at) if one.decided_at else "", one.decider.name if one.decider else ""
    if one.status is CaseStatus.RECORDED:
        urgency, left = standing(one, desk().today(), calendar)
        return _(
            "Waiting for approval, by the end of %(day)s (%(left)s).",
            day=in_words(one.due_last), left=days_left(urgency, left),
        )  # fmt: skip
    if one.status is CaseStatus.INCOMPLETE:
        return _("Waiting for the customer's completion (returned: %(when)s). The deadline is on hold.", when=when)
    if one.status is CaseStatus.REFUSED:
        return _("Refused by %(who)s, %(when)s.", who=who, when=when)
    if one.status is CaseStatus.WITHDRAWN:
        return _("Withdrawn; noted by %(who)s, %(when)s.", who=who, when=when)
    return f"{_('Approved.')} {_standing(one)}"


def _standing(one: ChangeOfData) -> str:
    account = one.account
    stopped = account.status is AccountStatus.NEEDS_ATTENTION and account.attention
    return attention(account.attention) if stopped and account.attention else account_sentence(account, held=False)


def _reason(one: ChangeOfData) -> str:
    if one.status is CaseStatus.INCOMPLETE:
        return _("Missing: %(what)s", what=one.missing)
    return _("Reason: %(what)s", what=one.decision_reason) if one.decision_reason else ""


def _outcome(one: ChangeOfData, *, own: bool) -> str:
    if own:
        return _("You recorded or completed this application yourself, so somebody else has to decide on it.")
    if one.email:
        return _(
            "Once approved, the account %(login)s has these data, its login stays, and both mailboxes are told: "
            "%(former)s and %(email)s",
            login=one.account.login, former=one.account.email, email=one.email,
        )  # fmt: skip
    return _(
        "Once approved, the account %(login)s has these data, its login stays, and the customer is told by e-mail.",
        login=one.account.login,
    )
