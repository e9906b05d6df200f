"""Everything the case page shows to one person, decided before it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask import url_for

from provisioner.applications.case import Case
from provisioner.applications.tables import Application
from provisioner.cases.history import HistoryLine
from provisioner.cases.sealed.revealing import REASON
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.mail.tables import SentMail
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.account.correction import CorrectionCard, correction_card
from provisioner.web.pages.case.account.lead import (
    AccountLead,
    TextLead,
    account_lead,
    text_lead,
)
from provisioner.web.pages.case.account.mandate import MandateCard, mandate_card
from provisioner.web.pages.case.account.not_me import NotMeCard, not_me_card
from provisioner.web.pages.case.deadline import DeadlineCard, in_days, runs
from provisioner.web.pages.case.decision.approval import ApprovalLead, approval_lead
from provisioner.web.pages.case.decision.form import DecisionForm, Trouble
from provisioner.web.pages.case.decision.forms import account_forms, decision_forms
from provisioner.web.pages.case.emergency import Emergency, barred, emergency
from provisioner.web.pages.case.masked import RevealForm, reveal_form
from provisioner.web.pages.case.paper import Fact, Said, answers, facts
from provisioner.web.pages.case.personal import PersonalCard, personal_card
from provisioner.web.pages.case.same import Same, same
from provisioner.web.pages.entrusted import Errands, errands
from provisioner.web.pages.turn import Turn, out_of_reach, turn
from provisioner.web.pages.waiting import Waits
from provisioner.web.pages.waiting import waits as decision_that_waits
from provisioner.web.words.dates import moment, short_day
from provisioner.web.words.history import happened
from provisioner.web.words.paper.changes import said
from provisioner.web.words.paper.fields import label
from provisioner.web.words.paper.hindrances import refusal
from provisioner.web.words.translate import _
from provisioner.web.words.typed import Typed, reasons


@dataclass(frozen=True)
class EditLink:
    """The way to the form; `pressing` while the case waits for exactly that."""

    text: str
    pressing: bool


@dataclass(frozen=True)
class Changed:
    """What one field said before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Happened:
    """One line of the history, with the mail it tells of."""

    who: str
    what: str
    when: str
    changes: Sequence[Changed]
    mail: SentMail | None = None


@dataclass(frozen=True)
class CaseView:
    """One case for one person; exactly one of `account`, `approval` and `text` says what it waits for.

    `kept` is what was typed for a decision that this case no longer asks for.
    """

    id: UUID
    revision: int
    number: str
    customer: str
    state: StrEnum
    trouble: Trouble
    kept: Sequence[Typed]
    edit: EditLink | None
    account: AccountLead | None
    correction: CorrectionCard | None
    not_me: NotMeCard | None
    mandate: MandateCard | None
    approval: ApprovalLead | None
    text: TextLead | None
    form_code: str
    facts: Sequence[Fact]
    answers: Sequence[Said]
    decisions: Sequence[DecisionForm]
    deadline: DeadlineCard | None
    history: Sequence[Happened]
    note_at: str
    same: Same
    personal: PersonalCard
    emergency: Emergency
    reveal: RevealForm | None
    turn: Turn | None
    waits: Waits | None
    errands: Errands


def case_view(found: Case, person: Me, trouble: Trouble, *, held: bool, revealed: Mapping[str, str]) -> CaseView:
    """What this person sees; while something is down (`held`) nothing is promised for now."""
    one, account = found.application, found.account
    own = found.rules.four_eyes and one.is_own_of(person.id)
    waits = account is None and one.status is CaseStatus.RECORDED
    forms, proposed = _decisions(found, person, trouble, own=own), correction_card(found, person, trouble)
    reported, acting = not_me_card(found, person, trouble), mandate_card(found, person, trouble)
    asked = [name for form in (*forms, *(acting.forms if acting else ())) for name in form.names]
    shown = reveal_form(found, person, trouble)
    asked += [REASON] if shown else []
    asked += ["reject_reason"] if proposed and proposed.rejectable else []
    asked += ["dismiss_reason"] if reported and reported.decidable else []
    return CaseView(
        id=one.id,
        revision=one.revision,
        number=one.number,
        customer=one.display_name,
        state=account.status if account else one.status,
        trouble=trouble,
        kept=reasons(trouble.typed, but=asked),
        edit=edit_link(one.status) if _open(one) and person.may(Action.COMPLETE) else None,
        account=account_lead(account, found, person, held=held) if account else None,
        correction=proposed,
        not_me=reported,
        mandate=acting,
        approval=approval_lead(found, person, own=barred(one, person, found.rules)) if waits else None,
        text=None if account or waits else text_lead(one),
        form_code=one.edition.code,
        facts=facts(one, found.masks, revealed),
        answers=answers(one),
        decisions=forms,
        deadline=in_days(one, found.counted, first=short_day(one.due_first)) if runs(one) else None,
        history=[happened_line(line) for line in found.history],
        note_at=note_at(one.id, person),
        same=same(found, person, trouble),
        personal=personal_card(one, person),
        emergency=emergency(one, person, found.rules),
        reveal=shown,
        turn=turn(one, person),
        waits=decision_that_waits(one, person),
        errands=errands(one, person),
    )


def note_at(case_id: UUID, person: Me) -> str:
    """Where this person writes a note on a case; empty for who may not."""
    return url_for("notes.show", case_id=case_id) if person.may(Action.NOTE) else ""


def edit_link(status: CaseStatus) -> EditLink:
    """What the form of an open case is for."""
    incomplete = status is CaseStatus.INCOMPLETE
    return EditLink(_("Complete") if incomplete else _("Correct"), incomplete)


def _open(one: Application) -> bool:
    return one.status in OPEN_CASES and not one.stands_still


def _decisions(found: Case, person: Me, trouble: Trouble, *, own: bool) -> Sequence[DecisionForm]:
    status = found.application.status
    if found.account:
        ground = found.block.ground if found.block else None
        return account_forms(
            found.account, found.steps, person, trouble, over=found.mandate_over, ground=ground,
            other_owner=found.other_owner,
        )  # fmt: skip
    if not _open(found.application):
        return ()
    return decision_forms(
        status,
        person,
        trouble,
        own=own,
        taken=out_of_reach(found.application, person),
        refusal=refusal(found.hindrances),
    )


def happened_line(line: HistoryLine) -> Happened:
    """A line of the history in words."""
    changes = [
        Changed(label(name), said(name, before), said(name, after)) for name, (before, after) in line.values.items()
    ]
    return Happened(line.who or _("The system"), happened(line), moment(line.at), changes, line.mail)
