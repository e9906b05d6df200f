"""The one door through which an account changes its state, with the journal line beside it (P8)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.accounts.rules import ACCOUNT_MOVES, AccountStatus
from provisioner.accounts.tables import Account
from provisioner.journal.events import Event


class IllegalMove(Exception):
    """The account cannot go from where it is to where somebody wants it; nothing was changed."""


def move(
    session: Session, account: Account, to: AccountStatus, event: Event, *, at: datetime, actor: str, **details: Any
) -> None:
    """Change the state and write the line. Raises IllegalMove."""
    if to not in ACCOUNT_MOVES[account.status]:
        raise IllegalMove(f"{account.status} -> {to}")
    before, account.status = account.status, to
    if to is not AccountStatus.NEEDS_ATTENTION:
        account.attention, account.attention_code = None, ""
    journal.record(
        session, event, at=at, actor=actor, object_type="account", object_id=account.id,
        before=before, after=to, **details,
    )  # fmt: skip
