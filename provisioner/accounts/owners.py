"""Whose a customer number is: at most one owner of it may have accounts in which anybody can log in (R8)."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.rules import SETTLED
from provisioner.accounts.tables import Account
from provisioner.database import lock
from provisioner.identifiers import fold


class OtherOwner(Exception):
    """An account of the same customer number is another owner's by now; one would read the other's invoices."""


FIRST_NAME = (
    sa.select(Account.owner_key)
    .where(Account.customer_number == sa.bindparam("number"), Account.name_key == sa.bindparam("name_key"))
    .order_by(Account.approved_at.desc(), Account.id)
    .limit(1)
)


def first_name_of(session: Session, number: str, name_key: str) -> str:
    """The name under which the owner of a new account was first known for this number.

    Whoever bears the name of an account, be it since a marriage, is the owner of that account.
    """
    return session.scalar(FIRST_NAME, {"number": number, "name_key": name_key}) or name_key


def looks_like_another(account: Account, first_name: str | None, last_name: str | None) -> bool:
    """Whether these new names make of a natural person another one: a marriage changes one name, not both."""
    if account.company_name or not first_name or not last_name:
        return False
    return fold(first_name) != fold(account.first_name) and fold(last_name) != fold(account.last_name)


def _other_owner(number: Any, owner_key: Any, account_id: Any) -> sa.ColumnElement[bool]:
    other = Account.__table__.alias().c
    return sa.exists().where(
        other.customer_number == number, other.owner_key != owner_key, other.id != account_id,
        other.status.not_in(sorted(SETTLED)),
    )  # fmt: skip


OTHER_OWNER = _other_owner(Account.customer_number, Account.owner_key, Account.id)
"""Whether an account of another owner lives beside that of a query."""


def other_owner(session: Session, account: Account) -> bool:
    """Whether an account of another owner of the same number lives beside this one."""
    found = _other_owner(account.customer_number, account.owner_key, account.id)
    return bool(session.scalar(sa.select(found)))


def alone_with_the_number(session: Session, account: Account) -> None:
    """Nobody else's account of this customer number may live beside this one. Raises OtherOwner."""
    if other_owner(session, account):
        raise OtherOwner


def lock_number_of(session: Session, account_id: UUID) -> None:
    """Let nobody else open, block or revive an account of this customer number until the transaction ends.

    In one order, as whoever approves an application does: of two who would let two owners in, the second waits here
    and sees what the first has done.
    """
    mine = sa.select(Account.customer_number).where(Account.id == account_id).scalar_subquery()
    _lock(session, _accounts_of(mine))


def lock_number(session: Session, number: str) -> None:
    """The same for whoever opens an account, with which mandates of a former owner end.

    Tasks before accounts, as the worker does that ends one on its day: otherwise each would wait for the other.
    """
    outbox.keep(session, END_MANDATE, _accounts_of(number))
    _lock(session, _accounts_of(number))


def _accounts_of(number: Any) -> sa.Select[UUID]:
    return sa.select(Account.id).where(Account.customer_number == number)


def _lock(session: Session, accounts: sa.Select[UUID]) -> None:
    lock(session, accounts.order_by(Account.id))
