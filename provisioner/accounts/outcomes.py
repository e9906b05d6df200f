"""Recording what came of an attempt; the caller has proved in the same transaction that the attempt is its own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal, logins, outbox
from provisioner.accounts.kinds import PROVISION, REMIND, WATCH
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.state import locked_for_sure, move
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.logins import Practice

FIRST_LOOK = timedelta(seconds=30)
NOTHING: Mapping[str, Any] = MappingProxyType({})


def created(session: Session, account_id: UUID, keycloak_id: str, *, life: timedelta, at: datetime) -> Account:
    """The user exists with a fresh temporary password, whose life starts now (R4, R5)."""
    account = locked_for_sure(session, account_id)
    account.keycloak_id = keycloak_id
    account.created_at = account.created_at or at
    _new_generation(account, life, at)
    _move(session, account, AccountStatus.CREATED, Event.ACCOUNT_CREATED, at)
    return account


def renewed(session: Session, account_id: UUID, *, life: timedelta, at: datetime) -> Account:
    """A later generation of the temporary password stands in place of the one before; no state changes."""
    account = locked_for_sure(session, account_id)
    _new_generation(account, life, at)
    return account


def not_mailed(session: Session, account_id: UUID) -> None:
    """The mail begun last has surely not left."""
    locked_for_sure(session, account_id).mails_begun -= 1


def notified(
    session: Session,
    account_id: UUID,
    *,
    reminder: timedelta | None = None,
    told: Mapping[str, Any] = NOTHING,
    at: datetime,
) -> None:
    """The mail server has accepted the access mail; from now on we look whether the customer has logged in.

    `reminder` is how long before the password's end its customer is reminded, None when not at all; `told` which mail
    it was and in whose words.
    """
    # Tasks before accounts: the watch takes its own row first as well, so that the two never wait for each other.
    outbox.ensure(session, WATCH, account_id, at + FIRST_LOOK)
    if reminder is not None:
        outbox.ensure(session, REMIND, account_id, at + FIRST_LOOK)
    account = locked_for_sure(session, account_id)
    account.notified_at = at
    account.mails_sent += 1
    move(
        session, account, AccountStatus.NOTIFIED, Event.ACCOUNT_NOTIFIED, at=at, actor=journal.WORKER,
        values=None, generation=account.generation, **told,
    )  # fmt: skip


def activated(session: Session, account_id: UUID, keycloak_id: str, *, at: datetime) -> None:
    """The customer has an own password (R6)."""
    account = locked_for_sure(session, account_id)
    account.keycloak_id = keycloak_id
    account.created_at = account.created_at or at
    account.activated_at, account.former_emails, account.shut_at = at, [], None
    _move(session, account, AccountStatus.ACTIVATED, Event.ACCOUNT_ACTIVATED, at)


def shut(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The user is about to be disabled until its temporary password is dead; no state changes."""
    locked_for_sure(session, account_id).shut_at = at


def expired(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The temporary password was not used in its time and is dead; the user is as open as it was before."""
    account = locked_for_sure(session, account_id)
    account.shut_at = None
    _move(session, account, AccountStatus.EXPIRED, Event.ACCOUNT_EXPIRED, at)


def needs_attention(
    session: Session, account_id: UUID, why: Attention, code: str, *, at: datetime, keycloak_id: str = ""
) -> None:
    """Somebody must act; `code` is the outside's short name for its refusal, never a value.

    A user that was met on the way is known from now on by its `keycloak_id`.
    """
    account = locked_for_sure(session, account_id)
    account.keycloak_id = keycloak_id or account.keycloak_id
    move(
        session, account, AccountStatus.NEEDS_ATTENTION, Event.ACCOUNT_NEEDS_ATTENTION, at=at, actor=journal.WORKER,
        reason=why, code=code,
    )  # fmt: skip
    account.attention, account.attention_code = why, code[:80]


def next_login(session: Session, account_id: UUID, practice: Practice, *, at: datetime) -> None:
    """A stranger holds the login in the realm: take the next one by the rule; the old one stays taken for ever."""
    account = locked_for_sure(session, account_id)
    stem = practice.stem(
        customer_number=account.customer_number, first_name=account.first_name, last_name=account.last_name
    )
    account.login = logins.reserve(session, stem, account.case_id)
    journal.record(
        session, Event.ACCOUNT_LOGIN_CHANGED, at=at, actor=journal.WORKER, object_type="account", object_id=account.id,
    )  # fmt: skip


def start_over(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The user vanished from the realm before anything was mailed: the approval still stands, so create it again."""
    account = locked_for_sure(session, account_id)
    account.keycloak_id, account.shut_at = None, None
    _move(session, account, AccountStatus.APPROVED, Event.ACCOUNT_VANISHED, at)
    outbox.put(session, PROVISION, account.id, at)


def _move(session: Session, account: Account, to: AccountStatus, event: Event, at: datetime) -> None:
    move(session, account, to, event, at=at, actor=journal.WORKER)


def _new_generation(account: Account, life: timedelta, at: datetime) -> None:
    account.generation += 1
    account.shut_at = None  # Whoever set the password has opened the user again.
    account.former_emails = []  # The realm has the present address: the password was set under it.
    account.mails_begun += 1  # Noted before the mail is handed over: a process that is killed cannot note it later.
    account.password_valid_until = at + life
