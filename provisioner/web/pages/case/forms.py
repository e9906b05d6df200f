"""The decisions other than approving: which forms a person gets, and what stopped the last attempt."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from provisioner.accounts import Step
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.translate import _
from provisioner.web.words.typed import REASONS


@dataclass(frozen=True)
class Trouble:
    """Why the last attempt at a decision changed nothing; what was typed comes back with it."""

    title: str = ""
    text: str = ""
    control: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DecisionForm:
    """A decision with its reason: the field's name, what was typed into it and what is wrong with that."""

    endpoint: str
    title: str
    button: str
    name: str
    label: str
    hint: str
    typed: str = ""
    wrong: str = ""


def decision_forms(status: CaseStatus, person: Me, trouble: Trouble, *, own: bool) -> list[DecisionForm]:
    """The forms for this person and this state; `own` entries are not refused by whoever worked on them."""
    return [_after(trouble, form) for form in _forms(status, person, own=own)]


def closing_forms(steps: Collection[Step], person: Me, trouble: Trouble) -> list[DecisionForm]:
    """The form that ends an account which cannot be made."""
    return [_after(trouble, _close())] if person.may(Action.CLOSE) and Step.CLOSE in steps else []


def _after(trouble: Trouble, form: DecisionForm) -> DecisionForm:
    typed = trouble.typed.get(form.name, "")
    wrong = trouble.text if trouble.control == form.name else ""
    return DecisionForm(form.endpoint, form.title, form.button, form.name, form.label, form.hint, typed, wrong)


def _forms(status: CaseStatus, person: Me, *, own: bool) -> Iterator[DecisionForm]:
    if person.may(Action.RETURN) and status is CaseStatus.RECORDED:
        yield _return()
    if person.may(Action.REFUSE) and not own:
        yield _refuse()
    if person.may(Action.WITHDRAW):
        yield _withdraw()


def _return() -> DecisionForm:
    return DecisionForm(
        "decisions.send_back",
        _("Return as incomplete…"),
        _("Return as incomplete"),
        "missing",
        str(REASONS["missing"]),
        _("the desk sends the customer nothing: call or write, and say exactly this"),
    )


def _refuse() -> DecisionForm:
    return DecisionForm(
        "decisions.refuse",
        _("Refuse…"),
        _("Refuse the application"),
        "refuse_reason",
        str(REASONS["refuse_reason"]),
        _("name the clause or the rule; the login becomes free again; the desk sends the customer nothing"),
    )


def _withdraw() -> DecisionForm:
    return DecisionForm(
        "decisions.withdraw",
        _("The customer withdraws…"),
        _("Note the withdrawal"),
        "withdraw_reason",
        str(REASONS["withdraw_reason"]),
        _("e.g. by phone on 27.11., confirmed in writing"),
    )


def _close() -> DecisionForm:
    return DecisionForm(
        "accounts.close",
        _("Close the account…"),
        _("Close the account"),
        "close_reason",
        str(REASONS["close_reason"]),
        _("no account is created and the login stays taken; the desk sends the customer nothing"),
    )
