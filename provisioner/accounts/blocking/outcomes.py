"""Recording that a block is carried out or lifted; the caller has proved that the attempt is its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.blocking.requests import standing
from provisioner.accounts.blocking.rules import LEAKED, BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.blocking.told import is_told
from provisioner.accounts.changing.requests import unfinished
from provisioner.accounts.closing.outcomes import shut
from provisioner.accounts.kinds import CHANGE, NOTIFY, PROVISION, REMIND, TELL_BLOCKED, TELL_UNBLOCKED, WATCH
from provisioner.accounts.outcomes import FIRST_LOOK, needs_attention
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.state import locked_for_sure, move
from provisioner.accounts.tables import Account
from provisioner.journal import Event

LOG_IN = (AccountStatus.NOTIFIED, AccountStatus.ACTIVATED, AccountStatus.CHANGING)
"""Where an unblocked customer can log in as before; the others get a new password, whose mail says so."""


def blocked(session: Session, account_id: UUID, user_id: str | None, *, at: datetime) -> None:
    """Nobody can log in and no session is left; only now is anybody told. Raises LookupError."""
    account = locked_for_sure(session, account_id)
    stands = standing(session, account_id)
    account.keycloak_id = account.keycloak_id or user_id
    if account.keycloak_id:
        account.created_at = account.created_at or at
    stands.blocked_at, account.shut_at = at, None  # From now on the user is disabled because people want it.
    if stands.ground is BlockGround.CLOSING:
        shut(session, account, at=at)
        return
    move(session, account, AccountStatus.BLOCKED, Event.ACCOUNT_BLOCKED, at=at, actor=journal.WORKER)
    if _told(session, account, stands):
        outbox.put(session, TELL_BLOCKED, account_id, at)


def unblocked(session: Session, account_id: UUID, to: AccountStatus, *, at: datetime) -> None:
    """The user may log in again, as far as Keycloak shows; what was called off by the block is asked for anew."""
    if to in (AccountStatus.NOTIFIED, AccountStatus.EXPIRED):
        outbox.ensure(session, WATCH, account_id, at + FIRST_LOOK)
    if to is AccountStatus.NOTIFIED:
        outbox.ensure(session, REMIND, account_id, at + FIRST_LOOK)
    account = locked_for_sure(session, account_id)
    stands = standing(session, account_id)
    stands.lifted_at = at
    if to in (AccountStatus.ACTIVATED, AccountStatus.EXPIRED) and unfinished(session, account_id):
        to = AccountStatus.CHANGING
        outbox.put(session, CHANGE, account_id, at)
    move(session, account, to, Event.ACCOUNT_UNBLOCKED, at=at, actor=journal.WORKER)
    if to in (AccountStatus.ACTIVATED, AccountStatus.EXPIRED, AccountStatus.CREATED):
        account.activated_at = (account.activated_at or at) if to is AccountStatus.ACTIVATED else None
    if to in (AccountStatus.APPROVED, AccountStatus.CREATED):
        outbox.put(session, PROVISION if to is AccountStatus.APPROVED else NOTIFY, account_id, at)
    if to in LOG_IN and stands.ground not in LEAKED and _told(session, account, stands):
        outbox.put(session, TELL_UNBLOCKED, account_id, at)


def nobody_to_unblock(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Somebody has deleted the user meanwhile: the block is over, and people decide."""
    standing(session, account_id).lifted_at = at
    needs_attention(session, account_id, Attention.USER_MISSING, "not_found", at=at)


def _told(session: Session, account: Account, stands: AccountBlock) -> bool:
    """Whoever never got a mail of ours knows of no account."""
    return account.mails_begun > 0 and is_told(session, stands)
