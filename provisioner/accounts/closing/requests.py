"""What an approved paper asks for: close the account on a day; and what the customer may still take back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.blocking.requests import (
    blockable,
    called_off,
    known,
    on_graver_ground,
    put_block,
)
from provisioner.accounts.blocking.requests import standing as standing_block
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.closing.outcomes import shut
from provisioner.accounts.closing.tables import STANDS, AccountClosing
from provisioner.accounts.kinds import CLOSE, REMOVE, UNBLOCK
from provisioner.accounts.listing import open_work
from provisioner.accounts.mandates.standing import is_mandate_over
from provisioner.accounts.owners import alone_with_the_number, lock_number_of
from provisioner.accounts.requests import Busy, NothingToDo
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.state import locked, move
from provisioner.accounts.tables import Account
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office.time import office_date, office_midnight
from provisioner.staff.tables import StaffMember


@dataclass(frozen=True)
class Wanted:
    """On what paper, on what ground and from which day."""

    case_id: UUID
    ground: str
    effect_on: date


def closable(account: Account) -> bool:
    """Whether a closing can begin: nothing is under way that has to end first."""
    return blockable(account) or account.status is AccountStatus.BLOCKED


def close_account(session: Session, account_id: UUID, wanted: Wanted, *, by: StaffMember, at: datetime) -> None:
    """Close on the wanted day, at once where it has come; whatever is open for the user is called off then.

    A creation that still waits is called off, too. Raises NothingToDo, Busy.
    """
    due = wanted.effect_on <= office_date(at)
    account, begins = called_off(session, account_id, at) if due else (locked(session, account_id), at)
    if account is None or not closable(account) or _closing(session, account_id):
        raise NothingToDo
    closing = AccountClosing(
        account_id=account_id, case_id=wanted.case_id, ground=wanted.ground, effect_on=wanted.effect_on, asked_at=at
    )
    session.add(closing)
    session.flush()
    actor = journal.staff(by.id)
    journal.record(
        session, Event.ACCOUNT_CLOSING_ASKED, at=at, actor=actor, object_type="account", object_id=account_id,
        paper=str(wanted.case_id), effect=wanted.effect_on.isoformat(),
    )  # fmt: skip
    if due:
        _begin(session, account, closing, begins=begins, actor=actor, at=at)
    else:
        outbox.put(session, CLOSE, account_id, office_midnight(wanted.effect_on))


def begin(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The day has come. Raises Busy while something is under way that has to end first."""
    account, begins = called_off(session, account_id, at)
    closing = _closing(session, account_id)
    if account is None or closing is None or closing.begun_at or account.status is AccountStatus.CLOSED:
        return
    if not closable(account):
        raise Busy
    _begin(session, account, closing, begins=begins, actor=journal.WORKER, at=at)


def withdraw_closing(session: Session, case_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> Account:
    """The customer has taken an approved resignation back in time: the account is what it was before.

    Raises ReasonMissing, NothingToDo, Busy, OtherOwner.
    """
    why = given(reason)
    closing = session.scalar(sa.select(AccountClosing).where(AccountClosing.case_id == case_id, STANDS))
    if closing is None:
        raise NothingToDo
    # Tasks before accounts, as the worker does; refused, the transaction gives the task back.
    free = outbox.cancel_open(session, REMOVE, closing.account_id, now=at)
    lock_number_of(session, closing.account_id)
    account = locked(session, closing.account_id)
    session.refresh(closing)
    if account is None or closing.withdrawn_at or closing.removed_at:
        raise NothingToDo
    if not free or not _takeable(session, account, closing):
        raise Busy
    closing.withdrawn_by, closing.withdrawn_reason, closing.withdrawn_at = by.id, why, at
    if closing.begun_at:
        _reopen(session, account, why, by, at)
    else:
        journal.record(
            session, Event.ACCOUNT_CLOSING_WITHDRAWN, at=at, actor=journal.staff(by.id), object_type="account",
            object_id=account.id,
        )  # fmt: skip
    return account


def keep_shut(
    session: Session, case_id: UUID, *, ground: BlockGround, reason: str, by: StaffMember, at: datetime
) -> None:
    """Put the block under a closing on a graver ground: its end is told to nobody, and undone it leaves the block.

    Raises ReasonMissing, NothingToDo.
    """
    why = given(reason)
    account = locked(session, known(session, case_id))
    if account is None or account.status is not AccountStatus.CLOSING:
        raise NothingToDo
    since = standing_block(session, account.id).blocked_at
    block = on_graver_ground(session, account, ground=ground, reason=why, by=by, at=at)
    block.blocked_at = since
    session.add(block)


def _closing(session: Session, account_id: UUID) -> AccountClosing | None:
    return session.scalar(sa.select(AccountClosing).where(AccountClosing.account_id == account_id, STANDS))


def _begin(
    session: Session, account: Account, closing: AccountClosing, *, begins: datetime, actor: str, at: datetime
) -> None:
    closing.begun_at = at
    if account.status is AccountStatus.BLOCKED:
        shut(session, account, at=at)
        return
    block = AccountBlock(
        account_id=account.id, ground=BlockGround.CLOSING, reason="", former=account.status,
        by=journal.staff_id(actor), at=at,
    )  # fmt: skip
    put_block(session, account, block, begins=begins, actor=actor)


def _takeable(session: Session, account: Account, closing: AccountClosing) -> bool:
    """Not while the account is being blocked for it, or something else is done to its user."""
    if closing.begun_at is None:
        return True
    waits = account.status is AccountStatus.CLOSING or account.attention is Attention.NOT_REMOVED
    return waits and not open_work(session, account.id)


def _reopen(session: Session, account: Account, why: str, by: StaffMember, at: datetime) -> None:
    """A block that stood before the closing goes on standing. Raises OtherOwner, Busy."""
    alone_with_the_number(session, account)
    block, actor = standing_block(session, account.id), journal.staff(by.id)
    if block.ground is not BlockGround.CLOSING:
        move(session, account, AccountStatus.BLOCKED, Event.ACCOUNT_CLOSING_WITHDRAWN, at=at, actor=actor)
        return
    if is_mandate_over(session, account.id, on=office_date(at)):
        raise Busy  # The worker is about to put the block that stays.
    block.ended_by, block.ended_reason, block.ended_at = by.id, why, at
    move(session, account, AccountStatus.UNBLOCKING, Event.ACCOUNT_CLOSING_WITHDRAWN, at=at, actor=actor)
    outbox.put(session, UNBLOCK, account.id, at)
