"""What the list of accounts shows: a row for each account, with what happens to it next."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from provisioner.accounts.listing import AccountLine, Accounts, Place, StoppedAlike
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.outside.reports import Arrival
from provisioner.web.words.dates import moment
from provisioner.web.words.delivery import in_short
from provisioner.web.words.standing import attention, next_try
from provisioner.web.words.translate import _, ngettext


@dataclass(frozen=True)
class Row:
    """One account; `over` when nothing more happens to it."""

    application_id: UUID
    number: str
    status: AccountStatus
    login: str
    customer: str
    approved: str
    next: str
    over: bool


@dataclass(frozen=True)
class AccountList:
    """The rows, with the addresses of what is not on this page, where there is more."""

    rows: Sequence[Row]
    others_waiting: str
    older: str


@dataclass(frozen=True)
class RetryOffer:
    """A button for all accounts that stopped for the same reason."""

    why: Attention
    code: str
    reason: str
    button: str


@dataclass(frozen=True)
class Proposal:
    """A case whose account waits for a decision: on a correction, or on a report "it wasn't me"."""

    application_id: UUID
    number: str
    customer: str


def retry_offers(found: Sequence[StoppedAlike]) -> list[RetryOffer]:
    """What can be tried again at once."""
    return [RetryOffer(one.why, one.code, attention(one.why), _button(one.count)) for one in found]


def _button(count: int) -> str:
    return ngettext("Try %(num)d account again", "Try %(num)d accounts again", count)


def account_list(found: Accounts, status: AccountStatus | None, *, held: bool) -> AccountList:
    """The accounts found; while something is down (`held`) nothing is promised for now."""
    rows = [_row(line, held) for line in (*found.waiting, *found.lines)]
    waiting = url_for("accounts.index", status=AccountStatus.NEEDS_ATTENTION) if found.waiting_more else ""
    return AccountList(rows, waiting, _older(status, found.rest) if found.rest else "")


def _older(status: AccountStatus | None, rest: Place) -> str:
    return url_for("accounts.index", status=status, after=next_page(rest))


def next_page(rest: Place) -> str:
    """A place as an address names it."""
    return f"{rest.approved_at.isoformat()}_{rest.account_id}"


def _row(line: AccountLine, held: bool) -> Row:
    account = line.account
    following = what_next(line, held=held)
    return Row(
        application_id=account.case_id,
        number=account.case_number,
        status=account.status,
        login=account.login,
        customer=account.display_name,
        approved=moment(account.approved_at),
        next=following or _("nothing more to do"),
        over=not following,
    )


def what_next(line: AccountLine, *, held: bool) -> str:
    """What happens next; nothing for an account that is done."""
    account, status = line.account, line.account.status
    if status is AccountStatus.NEEDS_ATTENTION and account.attention:
        return attention(account.attention)
    if waiting := next_try(line.task):
        return waiting
    if status is AccountStatus.NOTIFIED and line.arrival is Arrival.CAME_BACK:
        return in_short(line.arrival)
    if status is AccountStatus.NOTIFIED and account.password_valid_until:
        valid = _("temporary password valid until %(when)s", when=moment(account.password_valid_until))
        return f"{in_short(line.arrival)}; {valid}" if in_short(line.arrival) else valid
    if status in (AccountStatus.ACTIVATED, AccountStatus.CLOSED):
        return ""
    if status is AccountStatus.BLOCKED:
        return _("blocked until somebody unblocks it")
    if status is AccountStatus.CLOSING:
        return _("deleted when the time to undo is over")
    if status is AccountStatus.EXPIRED:
        return _("a new password can be sent")
    return _("waits for the system, nothing is lost") if held else _("carried out within seconds")
