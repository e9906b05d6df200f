"""The one door through which an account changes its state, with the journal line beside it (P8)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.accounts.owners import alone_with_the_number
from provisioner.accounts.rules import ACCOUNT_MOVES, AccountStatus
from provisioner.accounts.tables import Account
from provisioner.journal import Event

LOCKED = (
    sa.select(Account)
    .where(Account.id == sa.bindparam("wanted"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
"""Built once: every change of an account begins with it."""


class IllegalMove(Exception):
    """The account cannot go from where it is to where somebody wants it; nothing was changed."""


def locked(session: Session, account_id: UUID) -> Account | None:
    """The account as it is now, for this transaction alone to change.

    The row is read again even where the session knows it already: a lock on what was read before it protects nothing.
    """
    return session.scalars(LOCKED, {"wanted": account_id}).one_or_none()


def locked_for_sure(session: Session, account_id: UUID) -> Account:
    """The same of an account that must be there: whoever asks carries out work on it. Raises LookupError."""
    account = locked(session, account_id)
    if account is None:
        raise LookupError(f"account {account_id}")
    return account


def move(
    session: Session,
    account: Account,
    to: AccountStatus,
    event: Event,
    *,
    at: datetime,
    actor: str,
    values: journal.Values | None = None,
    **details: Any,
) -> None:
    """Change the state of a locked account and write the line, with what changed in it. Raises IllegalMove.

    Every way back from where nobody can log in begins with unblocking, so this door lets nobody in beside another owner
    of the customer number: raises OtherOwner. Whoever leads back from there has locked the number first. Opening an
    account and changing both names, which may bring another owner too, look for themselves.
    """
    if to not in ACCOUNT_MOVES[account.status]:
        raise IllegalMove(f"{account.status} -> {to}")
    if to is AccountStatus.UNBLOCKING:
        alone_with_the_number(session, account)
    before, account.status = account.status, to
    if to is not AccountStatus.NEEDS_ATTENTION:
        account.attention, account.attention_code = None, ""
    journal.record(
        session, event, at=at, actor=actor, object_type="account", object_id=account.id,
        before=before, after=to, values=values, **details,
    )  # fmt: skip
