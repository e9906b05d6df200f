"""What staff may ask for when an account needs somebody: try again, close it, a new temporary password (P1, R5)."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office, outbox
from provisioner.accounts.closing.tables import STANDS, AccountClosing
from provisioner.accounts.kinds import BLOCK, CHANGE, CLOSE, END_MANDATE, NOTIFY, PROVISION, REMOVE, UNBLOCK
from provisioner.accounts.mandates.standing import end_with_account, is_mandate_over
from provisioner.accounts.offers import TRIABLE, Step, offered_now
from provisioner.accounts.owners import OtherOwner
from provisioner.accounts.reissues import check_today
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.state import locked, move
from provisioner.accounts.tables import Account
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.outbox import Kind
from provisioner.staff.tables import StaffMember

MOST = 500
"""So many are tried again by one press, so that it ends within a moment."""


class NothingToDo(Exception):
    """The account is not in a state in which this helps (any more)."""


class Busy(Exception):
    """The worker is at this account right now; try again in a minute."""


class MandateOver(Exception):
    """Whoever used the account may not act for the customer any more, and nobody else may."""


class ApproversOnly(Exception):
    """This office has new passwords sent by approvers only."""


def retry(session: Session, account_id: UUID, *, by: StaffMember, at: datetime) -> Account:
    """Try again after the cause was mended; always leads to a real attempt with its counters at zero.

    Raises NothingToDo, MandateOver, OtherOwner.
    """
    account = _account(session, account_id, Step.RETRY)
    to, kind = _where_it_stopped(account)
    if kind is UNBLOCK and is_mandate_over(session, account.id, on=office_date(at)):
        raise MandateOver
    move(session, account, to, Event.ACCOUNT_RETRIED, at=at, actor=journal.staff(by.id))
    outbox.put(session, kind, account.id, at)
    return account


def _where_it_stopped(account: Account) -> tuple[AccountStatus, Kind]:
    if account.attention is Attention.NOT_BLOCKED:
        return AccountStatus.BLOCKING, BLOCK
    if account.attention is Attention.NOT_UNBLOCKED:
        return AccountStatus.UNBLOCKING, UNBLOCK
    if account.attention is Attention.NOT_CHANGED:
        return AccountStatus.CHANGING, CHANGE
    if account.attention is Attention.NOT_REMOVED:
        return AccountStatus.CLOSING, REMOVE
    known = account.keycloak_id is not None
    return (AccountStatus.CREATED, NOTIFY) if known else (AccountStatus.APPROVED, PROVISION)


def retry_all(session: Session, why: Attention, code: str, *, by: StaffMember, at: datetime) -> int:
    """Try again with all that stopped for the same reason, after the cause was mended; gives how many."""
    stopped = sa.select(Account.id).where(
        Account.status == AccountStatus.NEEDS_ATTENTION,
        Account.attention == why,
        Account.attention_code == code,
        TRIABLE,
    )
    count = 0
    # In one order, so that two people who press at once wait for each other instead of locking each other out.
    for account_id in session.scalars(stopped.order_by(Account.id).limit(MOST)).all():
        with suppress(NothingToDo, MandateOver, OtherOwner):
            retry(session, account_id, by=by, at=at)
            count += 1
    return count


def reissue(session: Session, account_id: UUID, *, by: StaffMember, at: datetime) -> Account:
    """Send a new temporary password; the old one dies when the new one is set.

    Raises NothingToDo, Busy, TooManyToday.
    """
    # Tasks before accounts, as the worker does; refused, the transaction gives the task back.
    free = outbox.cancel_open(session, NOTIFY, account_id, now=at)
    account = _account(session, account_id, Step.REISSUE)
    if not free:
        raise Busy
    check_today(session, account.id, at)
    move(session, account, AccountStatus.CREATED, Event.ACCOUNT_REISSUED, at=at, actor=journal.staff(by.id))
    outbox.put(session, NOTIFY, account.id, at)
    return account


def reissue_by_clerk(session: Session, account_id: UUID, *, by: StaffMember, at: datetime) -> Account:
    """The same by a clerk, as at the counter. Raises ApproversOnly too, where the office does not allow it."""
    account = reissue(session, account_id, by=by, at=at)
    if not office.rules(session).clerks_reissue:
        raise ApproversOnly
    return account


def close(session: Session, case_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> Account:
    """End the account of a case that cannot be made; its login is never given to anybody else.

    Raises ReasonMissing, NothingToDo.
    """
    why = given(reason)
    known = session.scalar(sa.select(Account.id).where(Account.case_id == case_id))
    if known is None:
        raise NothingToDo
    for kind in (CLOSE, END_MANDATE):
        outbox.cancel_open(session, kind, known, now=at)
    account = _account(session, known, Step.CLOSE)
    account.closed_reason = why
    end_with_account(session, account.id, at=at)
    # An end that was approved for a day ahead has nothing to end any more.
    session.execute(
        sa.update(AccountClosing)
        .where(AccountClosing.account_id == known, STANDS)
        .values(withdrawn_by=by.id, withdrawn_reason=why, withdrawn_at=at)
    )
    move(session, account, AccountStatus.CLOSED, Event.ACCOUNT_CLOSED, at=at, actor=journal.staff(by.id))
    return account


def closed_for(session: Session, case_id: UUID) -> str:
    """The reason for which the account of a case was closed; empty while it is not."""
    return session.scalar(sa.select(Account.closed_reason).where(Account.case_id == case_id)) or ""


def _account(session: Session, account_id: UUID, step: Step) -> Account:
    """The account for this step, if the step is offered."""
    account = locked(session, account_id)
    if account is None or step not in offered_now(session, account):
        raise NothingToDo
    return account
