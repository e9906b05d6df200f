"""Taking over what was approved: the account has the new data at once, the realm when the worker has written them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.address import AddressHeld
from provisioner.accounts.changing.tables import AccountChange
from provisioner.accounts.kinds import CHANGE, KEEP_LINK
from provisioner.accounts.listing import open_work
from provisioner.accounts.not_me import kept
from provisioner.accounts.offers import email_key, held_by_another
from provisioner.accounts.owners import alone_with_the_number, lock_number_of, looks_like_another
from provisioner.accounts.requests import Busy, NothingToDo
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.state import locked, move
from provisioner.accounts.tables import Account
from provisioner.identifiers import name_key
from provisioner.journal import Event
from provisioner.mail.language import Language
from provisioner.staff.tables import StaffMember


@dataclass(frozen=True)
class NewData:
    """What was approved; None stays as it is. `values` is what each changed field said and says, for the journal."""

    case_id: UUID
    values: journal.Values
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    language: Language | None = None


def changeable(account: Account) -> bool:
    """Whether the customer has an own password and nothing else is at stake but an earlier change."""
    return account.status is AccountStatus.ACTIVATED or account.attention is Attention.NOT_CHANGED


def change_data(session: Session, account_id: UUID, new: NewData, *, by: StaffMember, at: datetime) -> Account:
    """Take over the data and hand the worker the task.

    Raises NothingToDo, Busy, AddressHeld, OtherOwner where the new names are another person's beside whom accounts of
    the former owner live.
    """
    if new.email:
        kept.let_go(session, account_id)
    outbox.call_off(session, KEEP_LINK, account_id, now=at)
    lock_number_of(session, account_id)
    account = locked(session, account_id)
    if account is None or account.status is AccountStatus.CHANGING or open_work(session, account_id):
        raise Busy
    if not changeable(account):
        raise NothingToDo
    if new.email and held_by_another(session, new.email, account):
        raise AddressHeld
    former = account.email if new.email and new.email != account.email else ""
    session.add(
        AccountChange(
            id=uuid4(), account_id=account.id, case_id=new.case_id, fields=list(new.values), former_email=former,
            email=new.email or account.email, at=at,
        )
    )  # fmt: skip
    owner = account.owner_key
    _write(account, new)
    session.flush()
    # Only another owner has to be alone: the other data of one who lives here are this one's, whoever lives beside.
    if account.owner_key != owner:
        alone_with_the_number(session, account)
    move(
        session, account, AccountStatus.CHANGING, Event.ACCOUNT_CHANGE_ASKED, at=at, actor=journal.staff(by.id),
        values=new.values, changed=list(new.values), paper=str(new.case_id),
    )  # fmt: skip
    outbox.put(session, CHANGE, account.id, at)
    return account


def unfinished(session: Session, account_id: UUID) -> list[AccountChange]:
    """Changes that the realm may not have yet."""
    wanted = sa.select(AccountChange).where(AccountChange.account_id == account_id, AccountChange.done_at.is_(None))
    return list(session.scalars(wanted.order_by(AccountChange.at)))


def _write(account: Account, new: NewData) -> None:
    if new.email:
        account.former_emails = sorted({*account.former_emails, email_key(account.email)} - {email_key(new.email)})
        account.email, account.email_key = new.email, email_key(new.email)
    another = looks_like_another(account, new.first_name, new.last_name)
    account.first_name = account.first_name if new.first_name is None else new.first_name
    account.last_name = account.last_name if new.last_name is None else new.last_name
    account.name_key = name_key(account.first_name, account.last_name, account.company_name)
    account.owner_key = account.name_key if another else account.owner_key
    account.language = new.language or account.language
