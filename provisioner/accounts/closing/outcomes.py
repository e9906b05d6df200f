"""Recording how far a closing has come; the caller has locked the account or proved that the attempt is its own."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office, outbox
from provisioner.accounts.blocking.requests import standing as standing_block
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.blocking.told import is_told
from provisioner.accounts.closing.tables import STANDS, AccountClosing
from provisioner.accounts.kinds import END_MANDATE, REMOVE, TELL_CLOSED, TELL_CLOSING
from provisioner.accounts.mandates.standing import end_with_account
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.state import locked_for_sure, move
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.office.time import office_date, office_midnight


def shut(session: Session, account: Account, *, at: datetime) -> None:
    """Nobody can log in any more: from now on the resignation can be withdrawn, until the deletion."""
    closing = standing(session, account.id)
    delay = office.rules(session).deletion_delay(closing.ground)
    closing.shut_at, closing.remove_at = at, _end(at, delay)
    move(session, account, AccountStatus.CLOSING, Event.ACCOUNT_CLOSING, at=at, actor=journal.WORKER)
    outbox.put(session, REMOVE, account.id, closing.remove_at)
    if delay and tells(session, account, closing, standing_block(session, account.id)):
        outbox.put(session, TELL_CLOSING, account.id, at)


def removed(session: Session, account_id: UUID, *, at: datetime) -> None:
    """There is no user any more; the login stays taken for ever. Raises LookupError."""
    # Tasks before accounts, as the worker does; one that is at it right now finds a mandate that has ended.
    outbox.cancel_open(session, END_MANDATE, account_id, now=at)
    account, closing, block = (
        locked_for_sure(session, account_id), standing(session, account_id), standing_block(session, account_id)
    )  # fmt: skip
    closing.removed_at = block.lifted_at = at
    end_with_account(session, account_id, at=at)
    move(session, account, AccountStatus.CLOSED, Event.ACCOUNT_REMOVED, at=at, actor=journal.WORKER)
    if tells(session, account, closing, block):
        outbox.put(session, TELL_CLOSED, account_id, at)


def standing(session: Session, account_id: UUID) -> AccountClosing:
    """The closing that is not withdrawn."""
    return session.scalars(sa.select(AccountClosing).where(AccountClosing.account_id == account_id, STANDS)).one()


def is_removing(session: Session, account_id: UUID, *, at: datetime) -> bool:
    """Whether we are deleting the user ourselves, or have just deleted it; not where people are asked about that."""
    over = (STANDS, AccountClosing.removed_at.is_(None), AccountClosing.remove_at <= at)
    goes = (Account.id == account_id, Account.status == AccountStatus.CLOSING, AccountClosing.account_id == Account.id)
    return bool(session.scalar(sa.select(sa.exists().where(*goes, *over))))


def tells(session: Session, account: Account, closing: AccountClosing, block: AccountBlock) -> bool:
    """Whether the customer is mailed: not after a death or a wrong address, and not where no mail of ours ever left.

    Nor on a ground that the office has given up meanwhile: what it said of that nobody knows any more, and it may have
    been a death.
    """
    ground = office.rules(session).ground(closing.ground)
    return account.mails_begun > 0 and is_told(session, block) and ground is not None and ground.told


def _end(at: datetime, delay: timedelta) -> datetime:
    """The end of the last day on which the resignation can be withdrawn."""
    return office_midnight(office_date(at) + delay + timedelta(days=1)) if delay else at
