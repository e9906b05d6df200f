"""What staff may ask for: block an account on a ground, and unblock it; the worker carries both out."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.blocking.rules import LEAKED, BlockGround, earliest_end, graver
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.kinds import BLOCK, UNBLOCK
from provisioner.accounts.listing import open_work
from provisioner.accounts.mandates.standing import is_mandate_over
from provisioner.accounts.owners import alone_with_the_number, lock_number_of
from provisioner.accounts.requests import Busy, MandateOver, NothingToDo
from provisioner.accounts.rules import LIVE, STANDING_BLOCK, AccountStatus
from provisioner.accounts.state import locked, move
from provisioner.accounts.tables import Account
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember

TRIES = 5
"""So often a block begins anew behind others who put work on the user at the same moment."""


class AddressUnchecked(Exception):
    """Nobody has said that the address on file belongs to whoever may use the account now."""


class GroundMissing(Exception):
    """A block needs a ground from the list."""


def blockable(account: Account) -> bool:
    """Whether there is or may be a user to block, and no block stands already."""
    return account.status in LIVE and account.attention not in STANDING_BLOCK


def block(
    session: Session, case_id: UUID, *, ground: BlockGround | None, reason: str, by: StaffMember, at: datetime
) -> datetime:
    """Ask for the block of a case's account; gives when it begins.

    Whatever is open for its user is called off. A worker that is at it right now records nothing any more, and the
    block begins when its lease is over: by then it begins nothing outside either (P4).

    Raises GroundMissing, ReasonMissing, NothingToDo, Busy.
    """
    if ground is None:
        raise GroundMissing
    why = given(reason)
    return block_account(session, known(session, case_id), ground=ground, reason=why, by=by, at=at)


def block_account(
    session: Session, account_id: UUID, *, ground: BlockGround, reason: str, by: StaffMember | None, at: datetime
) -> datetime:
    """The same for an account; without a `by` whoever reads its mailbox has asked. Raises NothingToDo, Busy."""
    account, begins = called_off(session, account_id, at)
    if account is None or not blockable(account):
        raise NothingToDo
    who = by.id if by else None
    actor = journal.staff(who) if who else journal.READER
    block = AccountBlock(account_id=account.id, ground=ground, reason=reason, former=account.status, by=who, at=at)
    put_block(session, account, block, begins=begins, actor=actor)
    return begins


def block_anew(
    session: Session, case_id: UUID, *, ground: BlockGround, reason: str, by: StaffMember, at: datetime
) -> datetime:
    """Put a block on a graver ground in the place of one that stands; the worker carries it out anew.

    Such grounds are those on which the password must die, too. Raises ReasonMissing, NothingToDo, Busy.
    """
    why = given(reason)
    account, begins = called_off(session, known(session, case_id), at)
    if account is None or account.status is not AccountStatus.BLOCKED:
        raise NothingToDo
    block = on_graver_ground(session, account, ground=ground, reason=why, by=by, at=at)
    put_block(session, account, block, begins=begins, actor=journal.staff(by.id))
    return begins


def on_graver_ground(
    session: Session, account: Account, *, ground: BlockGround, reason: str, by: StaffMember | None, at: datetime
) -> AccountBlock:
    """What takes the place of the block that stands on a locked account; the caller adds it. Raises NothingToDo."""
    before, who = standing(session, account.id), by.id if by else None
    if not graver(ground, than=before.ground):
        raise NothingToDo
    before.ended_by, before.ended_reason, before.ended_at, before.lifted_at = who, reason, at, at
    session.flush()
    return AccountBlock(account_id=account.id, ground=ground, reason=reason, former=before.former, by=who, at=at)


def put_block(session: Session, account: Account, block: AccountBlock, *, begins: datetime, actor: str) -> None:
    """The block of a locked account that may be blocked, and the worker's task."""
    session.add(block)
    move(session, account, AccountStatus.BLOCKING, Event.ACCOUNT_BLOCK_ASKED, at=block.at, actor=actor)
    outbox.put(session, BLOCK, account.id, begins)


def unblock(
    session: Session, case_id: UUID, *, reason: str, by: StaffMember, at: datetime, address_checked: bool = False
) -> None:
    """Ask for the end of a block; after a mandate the address is `address_checked`, because a new password goes there.

    Raises ReasonMissing, NothingToDo, OtherOwner, MandateOver, AddressUnchecked.
    """
    why = given(reason)
    account_id = known(session, case_id)
    lock_number_of(session, account_id)
    account = locked(session, account_id)
    if account is None or account.status is not AccountStatus.BLOCKED:
        raise NothingToDo
    alone_with_the_number(session, account)
    if is_mandate_over(session, account.id, on=office_date(at)):
        raise MandateOver
    stands = standing(session, account.id)
    if stands.ground is BlockGround.MANDATE_ENDED and not address_checked:
        raise AddressUnchecked
    stands.ended_by, stands.ended_reason, stands.ended_at = by.id, why, at
    move(session, account, AccountStatus.UNBLOCKING, Event.ACCOUNT_UNBLOCK_ASKED, at=at, actor=journal.staff(by.id))
    outbox.put(session, UNBLOCK, account.id, earliest_end(stands.ground, stands.blocked_at, at))


def end_readdressed(session: Session, account: Account, *, before: str, by: StaffMember, at: datetime) -> None:
    """End the block of a locked account whose address was just corrected from `before`; a new password goes there.

    The worker kills the password once more and changes the address before anybody can log in. Raises NothingToDo,
    OtherOwner.
    """
    stands = standing(session, account.id)
    if stands.ground not in LEAKED:
        raise NothingToDo
    stands.ended_by, stands.ended_at, stands.readdressed = by.id, at, True
    move(
        session, account, AccountStatus.UNBLOCKING, Event.CORRECTION_CONFIRMED, at=at, actor=journal.staff(by.id),
        values={"email": (before, account.email)},
    )  # fmt: skip
    outbox.put(session, UNBLOCK, account.id, earliest_end(stands.ground, stands.blocked_at, at))


def standing(session: Session, account_id: UUID) -> AccountBlock:
    """The block that stands."""
    stands = sa.select(AccountBlock).where(AccountBlock.account_id == account_id, AccountBlock.lifted_at.is_(None))
    return session.scalars(stands).one()


def called_off(session: Session, account_id: UUID, at: datetime) -> tuple[Account | None, datetime]:
    """The locked account with nothing open for its user, and when work on it may begin."""
    for _ in range(TRIES):
        with session.begin_nested() as tried:
            # Tasks before accounts, as the worker does, so that the two never wait for each other. What was put while
            # we waited for the account is called off from the beginning, with no lock held.
            begins = outbox.supersede(session, BLOCK, account_id, now=at)
            account = locked(session, account_id)
            if not open_work(session, account_id):
                return account, begins
            tried.rollback()
    raise Busy


def known(session: Session, case_id: UUID) -> UUID:
    """The account of a case. Raises NothingToDo."""
    found = session.scalar(sa.select(Account.id).where(Account.case_id == case_id))
    if found is None:
        raise NothingToDo
    return found
