"""What a case waits for, said first: the account's progress, an approval, the customer, or how it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from provisioner.accounts import Step, closable
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.changing.requests import changeable
from provisioner.accounts.kinds import BLOCK, UNBLOCK
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.case import Case
from provisioner.applications.letter import confirmed
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.incidents import reportable
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.account.password import password_line, too_many_today
from provisioner.web.pages.case.account.refused import OTHER_OWNER
from provisioner.web.pages.case.account.seen import seen_lines, unlockable
from provisioner.web.pages.case.standing import CONFIRMATION, LETTERS, decided, reason_of
from provisioner.web.words.dates import moment
from provisioner.web.words.standing import account_sentence, attention, next_try
from provisioner.web.words.terms import known_word, tone
from provisioner.web.words.translate import _

REISSUE = "accounts.reissue"


@dataclass(frozen=True)
class Button:
    """What somebody may do about an account, and what it will do."""

    endpoint: str
    account_id: UUID
    text: str
    before: str


@dataclass(frozen=True)
class AccountLead:
    """An approved case: where its account stands; `code` is the outside's word for a refusal.

    `address` is told where it is not the one on the paper, `correctable` what is
    said where another may be proposed, `reportable`
    where a mail may have gone to the wrong person, `changeable` where a paper may change its data, `closable` where
    one may end it; `incident` leads to the register where one did, `closed_by` to the paper that ends it; `later` says
    why there is no button for the moment, `letter` is the way to the letter that confirms the account.
    """

    tone: str
    sentence: str
    code: str
    login: str
    dates: Sequence[str]
    password: str
    next_try: str
    address: str
    button: Button | None
    later: str
    correctable: str
    reportable: bool
    changeable: bool
    closable: bool
    closed_by: str
    incident: bool
    unlockable: bool
    letter: str


@dataclass(frozen=True)
class TextLead:
    """A case that waits for the customer or is over; `letter` is the way to the letter that tells the customer."""

    tone: str
    label: str
    sentence: str
    reason: str
    letter: str = ""


def account_lead(account: Account, found: Case, person: Me, *, held: bool) -> AccountLead:
    """Where the account stands; while something is down (`held`) nothing is promised for now."""
    ground = found.block.ground if found.block else None
    reason = account.attention if account.status is AccountStatus.NEEDS_ATTENTION else None
    sentence = account_sentence(account, held)
    button = _button(account, found, person)
    later = too_many_today(found) if button and button.endpoint == REISSUE else _other_owner(account, found)
    return AccountLead(
        tone=tone(account.status),
        sentence=f"{sentence} {attention(reason)}" if reason else sentence,
        code=account.attention_code if reason else "",
        login=account.login,
        dates=[*_block(found.block), *seen_lines(found.seen), *_dates(account, found.application)],
        password=password_line(account, found.mail),
        next_try=next_try(found.task) or _begins(found),
        address=account.email if account.email != found.application.email else "",
        button=None if later else button,
        later=later,
        correctable=_correctable(found) if person.may(Action.PROPOSE_CORRECTION) else "",
        reportable=person.may(Action.OPEN_INCIDENT) and reportable(account, ground),
        changeable=person.may(Action.RECORD) and changeable(account),
        closable=person.may(Action.RECORD) and closable(account) and not found.closing,
        closed_by=url_for("resignations.show", case_id=found.closing.case_id) if found.closing else "",
        incident=person.may(Action.READ_INCIDENTS) and ground is BlockGround.WRONG_ADDRESS,
        unlockable=unlockable(account, found.seen, person),
        letter=str(CONFIRMATION) if confirmed(account) else "",
    )


def _other_owner(account: Account, found: Case) -> str:
    """Why nothing lets anybody in to a blocked account."""
    return str(OTHER_OWNER) if account.status is AccountStatus.BLOCKED and found.other_owner else ""


def _block(block: AccountBlock | None) -> Iterator[str]:
    if block:
        yield _("ground of the block: %(what)s", what=known_word(block.ground))
        yield _("Reason: %(what)s", what=block.reason)
    if block and block.blocked_at:
        yield _("blocked since %(when)s", when=moment(block.blocked_at))
    if block and block.ended_reason:
        yield _("reason for unblocking: %(what)s", what=block.ended_reason)


def _begins(found: Case) -> str:
    """When a block begins, or ends, that has to wait for something."""
    task, block = found.task, found.block
    if task is None or block is None or task.attempt or task.not_before <= (block.ended_at or block.at):
        return ""
    when = moment(task.not_before)
    if task.kind == BLOCK.name:
        return _("The system was working on this account: the block begins %(when)s.", when=when)
    if task.kind == UNBLOCK.name and block.ground is BlockGround.MANDATE_ENDED:
        return _("A page that was open before the block must die first: the account is unblocked %(when)s.", when=when)
    if task.kind == UNBLOCK.name:
        return _("A page that a stranger has open must die first: the account is unblocked %(when)s.", when=when)
    return ""


def _correctable(found: Case) -> str:
    """What it is called to propose another address, where that is possible."""
    if Step.CORRECT not in found.steps or found.correction:
        return ""
    if found.block and found.mandate_over:
        return _("The customer acts alone from now on: propose the customer's own e-mail address")
    return _("Propose a correction of the e-mail address")


def _dates(account: Account, one: Application) -> Iterator[str]:
    if account.closed_reason:
        yield _("Reason: %(what)s", what=account.closed_reason)
    yield _("approved by %(who)s, %(when)s", who=_name(one.decider), when=moment(account.approved_at))


def _button(account: Account, found: Case, person: Me) -> Button | None:
    if Step.RETRY in found.steps and person.may(Action.RETRY):
        return Button("accounts.retry", account.id, _("Try again"), _("Tries once more from where it stopped."))
    # Not while somebody says that the address is wrong: the password would go there.
    may = person.may(Action.RETRY) or (person.may(Action.REISSUE) and found.rules.clerks_reissue)
    if Step.REISSUE in found.steps and may and not found.correction:
        before = _("A new temporary password replaces the former one and goes to %(email)s", email=account.email)
        return Button(REISSUE, account.id, _("Send a new password"), before)
    return None


def text_lead(one: Application) -> TextLead:
    """What the customer still owes, or who ended the case and why."""
    waits = one.status is CaseStatus.INCOMPLETE
    label = _("What this case waits for") if waits else _("How this case ended")
    letter = LETTERS.get(one.status, "")
    return TextLead("paused" if waits else "later", label, decided(one), reason_of(one), str(letter))


def _name(person: StaffMember | None) -> str:
    return person.name if person else ""
