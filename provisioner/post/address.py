"""To which mailbox the letter of a case may go: to one that has proved to be the customer's, or to none.

A letter says more than a mail about an account does: name, address, what a paper lacks. An address that was only read
off a paper may be misread; one whose reader has set an own password is theirs. Where a paper came by e-mail its sender
is known to whoever has that mail before them: the page asks them to compare.
"""

from functools import singledispatch
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.not_me.tables import REPORTED, NotMe
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.channels import Channel
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.changes.tables import ChangeOfData
from provisioner.declarations.tables import Declaration
from provisioner.erasures.tables import ErasureRequest
from provisioner.office.grounds import ACTING, Asker
from provisioner.resignations.tables import Resignation

THEIRS = frozenset(
    {AccountStatus.ACTIVATED, AccountStatus.CHANGING, AccountStatus.CLOSING, AccountStatus.CLOSED}
)  # fmt: skip
"""Not while an account is blocked: the mailbox may be a stranger's."""
THEIR_OWN_WORD = ACTING | {Asker.CUSTOMER}
"""Who ends an account and may be told by mail; no letter goes to the mailbox of the dead."""


def proved(session: Session, case: Case) -> str:
    """The mailbox; empty while a report waits that its reader is somebody else."""
    account, to = _account(case), address(case)
    if account is None or not to:
        return to
    reported = sa.select(NotMe.id).where(NotMe.account_id == account.id, *REPORTED).limit(1)
    return to if session.scalar(reported) is None else ""


def to_compare(case: Case) -> bool:
    """Whether the mailbox was typed only, and nobody has logged in who read it: whoever sends compares it first."""
    return _account(case) is None


def _account(case: Any) -> Account | None:
    """That of the case; of an application that is not approved none is looked for."""
    if isinstance(case, Application) and case.status is not CaseStatus.APPROVED:
        return None
    account: Account | None = getattr(case, "account", None)
    return account


@singledispatch
def address(case: Any) -> str:
    """The mailbox as far as the case itself tells; empty where the letter goes by post."""
    raise AssertionError(f"no mailbox is known of {type(case).__name__}")


@address.register
def _(case: Application) -> str:
    if account := _account(case):
        return _of_account(account)
    return case.email if case.channel is Channel.EMAIL else ""


@address.register
def _(case: ChangeOfData) -> str:
    # Whoever reads the new mailbox has not shown yet that it is theirs.
    return "" if case.email and case.status is CaseStatus.APPROVED else _of_account(case.account)


@address.register
def _(case: Declaration) -> str:
    return _of_account(case.account)


@address.register
def _(case: Resignation) -> str:
    return _of_account(case.account) if case.asked_by in THEIR_OWN_WORD else ""


@address.register
def _(case: ErasureRequest) -> str:
    return case.answer_email


def _of_account(account: Account) -> str:
    own = account.activated_at is not None and not account.readdressed
    return account.email if own and account.status in THEIRS else ""
