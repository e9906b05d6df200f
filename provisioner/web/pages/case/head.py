"""What the page of a case that asks for no account says first: what it waits for, what hinders it, who may decide."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask import url_for

from provisioner.cases.history import HistoryLine
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.journal import Event
from provisioner.office import OfficeRules
from provisioner.office.working_days import Calendar
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.deadline import DeadlineCard, deadline_card
from provisioner.web.pages.case.decision.form import DecisionForm, Trouble
from provisioner.web.pages.case.decision.forms import decision_forms
from provisioner.web.pages.case.emergency import Emergency, barred, emergency
from provisioner.web.pages.case.standing import Due, Standing, approval_due, reason_of, sentence_of, tone_of
from provisioner.web.pages.case.view import EditLink, Happened, edit_link, happened_line, note_at
from provisioner.web.pages.entrusted import Errands, errands
from provisioner.web.pages.turn import Turn, out_of_reach, turn
from provisioner.web.pages.waiting import Waits, waits
from provisioner.web.words.paper.hindrances import hindrance
from provisioner.web.words.translate import _
from provisioner.web.words.typed import Typed, reasons

OF_THE_ACCOUNT = ("account:", "correction:", "incident:")


@dataclass(frozen=True)
class Manner:
    """How the cases of one purpose are decided: where, what approving is called, until when in which words.

    `hints` and `buttons` take the place of those of a decision, by the name of its field. `events` of the account, from
    the approval on, are part of the case's own history. `unasked` are decisions nobody takes here, by their fields.
    """

    blueprint: str
    subject: str
    approve: str
    hints: Mapping[str, str]
    buttons: Mapping[str, str] = field(default_factory=dict)
    due: Due = approval_due
    events: frozenset[Event] = frozenset()
    unasked: frozenset[str] = frozenset()

    def to(self, view: str, case_id: UUID) -> str:
        """The address of one of the purpose's views."""
        values: dict[str, Any] = {self.subject: case_id}
        return url_for(f"{self.blueprint}.{view}", **values)


@dataclass(frozen=True)
class Seen:
    """By whom and when a case is looked at, and what stopped the last decision."""

    person: Me
    trouble: Trouble
    rules: OfficeRules
    calendar: Calendar


@dataclass(frozen=True)
class CaseHead:
    """One case for one person; `kept` is what was typed for a decision that is no longer asked for.

    `history` tells the `lines` of the journal that are its own.
    """

    id: UUID
    revision: int
    number: str
    customer: str
    state: CaseStatus
    trouble: Trouble
    kept: Sequence[Typed]
    edit: EditLink | None
    edit_at: str
    archive_at: str
    tone: str
    sentence: str
    reason: str
    hindrances: Sequence[str]
    outcome: str
    approve: str
    approve_at: str
    account_case: UUID | None
    login: str
    deadline: DeadlineCard | None
    emergency: Emergency
    decisions: Sequence[DecisionForm]
    lines: Sequence[HistoryLine]
    history: Sequence[Happened]
    turn: Turn | None
    waits: Waits | None
    errands: Errands
    note_at: str


def case_head(
    one: Case,
    stands: Standing,
    lines: Iterable[HistoryLine],
    seen: Seen,
    manner: Manner,
    outcome: Callable[[], str],
    *,
    more: Sequence[DecisionForm] = (),
    reason: str = "",
) -> CaseHead:
    """What this person sees; `outcome` says what an approval leads to, `more` are decisions of this purpose alone.

    A `reason` takes the place of the last decision's.
    """
    person, open_ = seen.person, one.status in OPEN_CASES and not one.stands_still
    own = seen.rules.four_eyes and one.is_own_of(person.id)
    alone = barred(one, person, seen.rules)
    hinders = one.hindrances(desk().today()) if one.status in OPEN_CASES else []
    forms = [*(_asked(one, seen, manner, own=own) if open_ else ()), *more]
    may = person.may(Action.APPROVE) and one.status is CaseStatus.RECORDED
    told = one.status is CaseStatus.RECORDED and not hinders
    own_lines = [line for line in lines if _about(line, one, manner.events)]
    return CaseHead(
        id=one.id,
        revision=one.revision,
        number=one.number,
        customer=one.display_name,
        state=one.status,
        trouble=seen.trouble,
        kept=reasons(seen.trouble.typed, but=[form.name for form in forms]),
        edit=edit_link(one.status) if open_ and person.may(Action.COMPLETE) else None,
        edit_at=manner.to("edit", one.id),
        archive_at=manner.to("archive", one.id),
        tone=tone_of(one, stands, seen.calendar),
        sentence=sentence_of(one, stands, seen.calendar, manner.due),
        reason=reason or reason_of(one),
        hindrances=[hindrance(found) for found in hinders],
        outcome=(_own() if may and alone else outcome()) if told else "",
        approve=manner.approve if may and not alone and not hinders and not out_of_reach(one, person) else "",
        approve_at=manner.to("approve", one.id),
        account_case=stands.account.case_id if stands.account else None,
        login=stands.account.login if stands.account else "",
        emergency=emergency(one, person, seen.rules),
        deadline=deadline_card(one, seen.rules, seen.calendar),
        decisions=forms,
        lines=own_lines,
        history=[happened_line(line) for line in own_lines],
        turn=turn(one, person),
        waits=waits(one, person),
        errands=errands(one, person),
        note_at=note_at(one.id, person),
    )


def _asked(one: Case, seen: Seen, manner: Manner, *, own: bool) -> Iterator[DecisionForm]:
    """The decisions of every case that this purpose knows, in its manner."""
    taken = out_of_reach(one, seen.person)
    for form in decision_forms(one.status, seen.person, seen.trouble, own=own, taken=taken):
        if form.name not in manner.unasked:
            yield _of(manner, form)


def _of(manner: Manner, form: DecisionForm) -> DecisionForm:
    return replace(
        form,
        endpoint=form.endpoint.replace("decisions.", f"{manner.blueprint}."),
        subject=manner.subject,
        hint=manner.hints.get(form.name, form.hint),
        button=manner.buttons.get(form.name, form.button),
    )


def _about(line: HistoryLine, one: Case, events: frozenset[Event]) -> bool:
    """The case's own lines, and those by which the account took it over."""
    since = line.event in events and one.decided_at is not None and line.at >= one.decided_at
    return since or line.details.get("paper") == str(one.id) or not line.event.startswith(OF_THE_ACCOUNT)


def _own() -> str:
    return _("You recorded or completed this application yourself, so somebody else has to decide on it.")
