"""The one door through which the address of an account changes (R5)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.blocking.requests import end_readdressed
from provisioner.accounts.kinds import NOTIFY, PROVISION
from provisioner.accounts.listing import open_work
from provisioner.accounts.mandates.standing import end, is_mandate_over, standing
from provisioner.accounts.not_me import kept
from provisioner.accounts.offers import Step, email_key, held_by_another, offered_now, standing_ground
from provisioner.accounts.owners import alone_with_the_number, lock_number_of
from provisioner.accounts.requests import Busy, NothingToDo
from provisioner.accounts.rules import STANDING_BLOCK, AccountStatus
from provisioner.accounts.state import locked, move
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember


class AddressHeld(Exception):
    """Another account of ours has this address: the realm allows one account a mailbox."""


def only_alone(session: Session, account: Account, *, on: date) -> bool:
    """Whether another address lets in nobody but the customer alone: a block stands and the mandate is over."""
    return standing_ground(session, account) is not None and is_mandate_over(session, account.id, on=on)


def change_address(
    session: Session, account_id: UUID, *, before: str, after: str, alone: bool, by: StaffMember, at: datetime
) -> Account:
    """Take `after` for `before`, which the realm may still hold, and have a new temporary password mailed to it.

    The worker lets the former password die before it changes the address in the realm; a block because of the wrong
    address, or of a mandate that is over, ends with it. `alone` tells that from now on the customer acts alone, which
    must be so where the mandate is over. Raises NothingToDo, Busy, AddressHeld, OtherOwner.
    """
    # Links before tasks, and tasks before accounts, as others do; refused, the transaction gives both back.
    kept.let_go(session, account_id)
    free = outbox.cancel_open(session, NOTIFY, account_id, now=at)
    lock_number_of(session, account_id)
    account = locked(session, account_id)
    if account and account.status is AccountStatus.BLOCKED:
        alone_with_the_number(session, account)
    if account is None or account.email != before or Step.CORRECT not in offered_now(session, account):
        raise NothingToDo
    if alone is not only_alone(session, account, on=office_date(at)):
        raise NothingToDo
    # Asked again under the lock: a new password may have been asked for between the two.
    if not free or open_work(session, account.id):
        raise Busy
    if held_by_another(session, after, account):
        raise AddressHeld
    if alone and (mandate := standing(session, account.id)):
        end(session, mandate, at=at)
    former = {*account.former_emails, email_key(before)} - {email_key(after)}
    account.former_emails, account.mails_begun = sorted(former), 0
    account.email, account.email_key = after, email_key(after)
    if account.status is AccountStatus.BLOCKED or account.attention in STANDING_BLOCK:
        end_readdressed(session, account, before=before, by=by, at=at)
        return account
    known = account.keycloak_id is not None
    move(
        session, account, AccountStatus.CREATED if known else AccountStatus.APPROVED, Event.CORRECTION_CONFIRMED,
        at=at, actor=journal.staff(by.id), values={"email": (before, after)},
    )  # fmt: skip
    outbox.put(session, NOTIFY if known else PROVISION, account.id, at)
    return account
