"""The decisions other than approving: which forms a person gets."""

from collections.abc import Collection, Iterator

from provisioner.accounts import Step, blockable
from provisioner.accounts.blocking.rules import ASKED_FOR, BlockGround
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.decision.form import Choice, DecisionForm, Line, Trouble, with_trouble
from provisioner.web.words.choices import chosen, options
from provisioner.web.words.translate import _, _l
from provisioner.web.words.typed import REASONS

ADDRESS_CHECKED = "address_checked"
"""The tick by which somebody says whose the address is, before a new password goes there."""
MANDATE_FIRST = _l(
    "The mandate is over. Record the new one first; if the customer acts alone from now on, propose the customer's own "
    "e-mail address instead."
)
"""Why an account whose mandate is over cannot be unblocked, and what to do."""


def decision_forms(
    status: CaseStatus, person: Me, trouble: Trouble, *, own: bool, taken: bool, refusal: str = ""
) -> list[DecisionForm]:
    """The forms for this person and this state; `own` entries are not refused by whoever worked on them.

    What a colleague has in hand (`taken`) can only be withdrawn. `refusal` is a reason that stands there already.
    """
    forms = _forms(status, person, own=own, refusal=refusal)
    return [with_trouble(trouble, form) for form in forms if not taken or form.name == "withdraw_reason"]


def account_forms(
    account: Account,
    steps: Collection[Step],
    person: Me,
    trouble: Trouble,
    *,
    over: bool,
    ground: str | None,
    other_owner: bool = False,
) -> list[DecisionForm]:
    """The forms that block an account, unblock it, or end one that cannot be made; `over` is the mandate, `ground` that
    of the block that stands. Beside an account of an `other_owner` nothing unblocks it.
    """
    forms = _account_forms(account, steps, person, trouble, over=over, ground=ground)
    return [with_trouble(trouble, form) for form in forms if not (other_owner and form.name == "unblock_reason")]


def _account_forms(
    account: Account, steps: Collection[Step], person: Me, trouble: Trouble, *, over: bool, ground: str | None
) -> Iterator[DecisionForm]:
    if person.may(Action.CLOSE) and Step.CLOSE in steps:
        yield _close()
    if person.may(Action.BLOCK) and blockable(account):
        yield _block(chosen(ASKED_FOR, trouble.typed.get("block_ground")))
    if person.may(Action.UNBLOCK) and account.status is AccountStatus.BLOCKED:
        new_password_to = account.email if ground == BlockGround.MANDATE_ENDED and not over else ""
        yield _unblock(new_password_to, over=over)


def _forms(status: CaseStatus, person: Me, *, own: bool, refusal: str) -> Iterator[DecisionForm]:
    if person.may(Action.RETURN) and status is CaseStatus.RECORDED:
        yield _return()
    if person.may(Action.REFUSE) and not own:
        yield _refuse(refusal)
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
        key="u",
    )


def _refuse(reason: str) -> DecisionForm:
    return DecisionForm(
        "decisions.refuse",
        _("Refuse…"),
        _("Refuse the application"),
        "refuse_reason",
        str(REASONS["refuse_reason"]),
        _("name the clause or the rule; the login becomes free again; the desk sends the customer nothing"),
        reason,
        key="o",
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


def _unblock(new_password_to: str, *, over: bool) -> DecisionForm:
    password = _(
        "stays in the office; the customer's own password works again: after a takeover ask for a new one at once"
    )
    return DecisionForm(
        "blocking.unblock",
        _("Unblock the account…"),
        _("Unblock the account"),
        "unblock_reason",
        str(REASONS["unblock_reason"]),
        str(MANDATE_FIRST) if over else password,
        lines=[_checked(new_password_to)] if new_password_to else [],
    )


def _checked(email: str) -> Line:
    text = _("%(email)s belongs to whoever may use the account now: a new password goes there", email=email)
    return Line(ADDRESS_CHECKED, text, tick=True)
