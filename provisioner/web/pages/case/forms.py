"""The decisions other than approving: which forms a person gets, and what stopped the last attempt."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from provisioner.accounts import Step, blockable
from provisioner.accounts.blocking.rules import ASKED_FOR, BlockGround
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.choices import Option, chosen, options
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
class Choice:
    """A list to choose from before the reason is typed: its name, what was chosen and what is wrong with that."""

    name: str
    label: str
    options: Sequence[Option]
    wrong: str = ""


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
    choice: Choice | None = None
    subject: str = "application_id"
    """What the address calls the case."""


def decision_forms(status: CaseStatus, person: Me, trouble: Trouble, *, own: bool) -> list[DecisionForm]:
    """The forms for this person and this state; `own` entries are not refused by whoever worked on them."""
    return [with_trouble(trouble, form) for form in _forms(status, person, own=own)]


def account_forms(account: Account, steps: Collection[Step], person: Me, trouble: Trouble) -> list[DecisionForm]:
    """The forms that block an account, unblock it, or end one that cannot be made."""
    return [with_trouble(trouble, form) for form in _account_forms(account, steps, person, trouble)]


def _account_forms(account: Account, steps: Collection[Step], person: Me, trouble: Trouble) -> Iterator[DecisionForm]:
    if person.may(Action.CLOSE) and Step.CLOSE in steps:
        yield _close()
    if person.may(Action.BLOCK) and blockable(account):
        yield _block(chosen(ASKED_FOR, trouble.typed.get("block_ground")))
    if person.may(Action.UNBLOCK) and account.status is AccountStatus.BLOCKED:
        yield _unblock()


def with_trouble(trouble: Trouble, form: DecisionForm) -> DecisionForm:
    """The form with what was typed into it before and what is wrong with that."""
    typed = trouble.typed.get(form.name, "")
    wrong = trouble.text if trouble.control == form.name else ""
    choice = form.choice
    if choice and trouble.control == choice.name:
        choice = replace(choice, wrong=trouble.text)
    return replace(form, typed=typed, wrong=wrong, choice=choice)


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


def _block(ground: BlockGround | None) -> DecisionForm:
    return DecisionForm(
        "blocking.block",
        _("Block the account…"),
        _("Block the account"),
        "block_reason",
        str(REASONS["block_reason"]),
        _("stays in the office; the customer is mailed the ground only, and nothing after a death or a wrong address"),
        choice=Choice("block_ground", _("Ground"), options(ASKED_FOR, ground)),
    )


def _unblock() -> DecisionForm:
    return DecisionForm(
        "blocking.unblock",
        _("Unblock the account…"),
        _("Unblock the account"),
        "unblock_reason",
        str(REASONS["unblock_reason"]),
        _("stays in the office; the customer's own password works again: after a takeover ask for a new one at once"),
    )
