"""Recording what came of an attempt; the caller has proved in the same transaction that the attempt is its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, logins, outbox
from provisioner.accounts.kinds import PROVISION, REMIND, WATCH
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.state import locked, move
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.logins import Practice
from provisioner.mail.language import Language
from provisioner.outside.ports import NewUser

FIRST_LOOK = timedelta(seconds=30)


@dataclass(frozen=True)
class Work:
    """What a task is about, read once in the claim's transaction, so that nothing is open while we wait outside."""

    account_id: UUID
    status: AccountStatus
    user: NewUser
    keycloak_id: str | None
    display_name: str
    language: Language
    generation: int
    mails_begun: int
    password_valid_until: datetime | None
    notified_at: datetime | None
    former_emails: frozenset[str]
    shut_at: datetime | None
    not_me: str = ""
    """The address in the mail at which its reader says that it was somebody else."""


WANTED = sa.select(
    Account.id,
    Account.status,
    Account.login,
    Account.keycloak_id,
    Account.generation,
    Account.mails_begun,
    Account.password_valid_until,
    Account.notified_at,
    Account.case_id,
    Account.email,
    Account.former_emails,
    Account.first_name,
    Account.last_name,
    Account.company_name,
    Account.customer_number,
    Account.language,
    Account.shut_at,
)
"""Just the columns a step needs; a whole object for each step takes longer than everything else together."""


def work(session: Session, account_id: UUID) -> Work:
    """The account as the worker needs it. Raises LookupError."""
    found = session.execute(WANTED.where(Account.id == account_id)).one_or_none()
    if found is None:
        raise LookupError(f"account {account_id}")
    return _work(found)


def works(session: Session, which: sa.ColumnElement[bool], *, most: int | None = None) -> list[Work]:
    """Many accounts at once, by id."""
    return [_work(found) for found in session.execute(WANTED.where(which).order_by(Account.id).limit(most))]


def _work(found: "sa.Row[*tuple[Any, ...]]") -> Work:
    user = NewUser(
        login=found.login,
        email=found.email,
        # A company has one name; it stands where the realm keeps the last name.
        first_name="" if found.company_name else found.first_name,
        last_name=found.company_name or found.last_name,
        customer_number=found.customer_number,
        application_id=str(found.case_id),
        locale=found.language,
    )
    return Work(
        account_id=found.id, status=found.status, user=user, keycloak_id=found.keycloak_id, language=found.language,
        display_name=found.company_name or f"{found.first_name} {found.last_name}".strip(),
        generation=found.generation, mails_begun=found.mails_begun, password_valid_until=found.password_valid_until,
        former_emails=frozenset(found.former_emails), shut_at=found.shut_at,
        notified_at=found.notified_at,
    )  # fmt: skip


def created(session: Session, account_id: UUID, keycloak_id: str, *, life: timedelta, at: datetime) -> None:
    """The user exists with a fresh temporary password, whose life starts now (R4, R5)."""
    account = _account(session, account_id)
    account.keycloak_id = keycloak_id
    account.created_at = account.created_at or at
    _new_generation(account, life, at)
    _move(session, account, AccountStatus.CREATED, Event.ACCOUNT_CREATED, at)


def renewed(session: Session, account_id: UUID, *, life: timedelta, at: datetime) -> None:
    """A later generation of the temporary password stands in place of the one before; no state changes."""
    _new_generation(_account(session, account_id), life, at)


def not_mailed(session: Session, account_id: UUID) -> None:
    """The mail begun last has surely not left."""
    _account(session, account_id).mails_begun -= 1


def notified(session: Session, account_id: UUID, *, reminder: timedelta | None = None, at: datetime) -> None:
    """The mail server has accepted the access mail; from now on we look whether the customer has logged in.

    `reminder` is how long before the password's end its customer is reminded, None when not at all.
    """
    # Tasks before accounts: the watch takes its own row first as well, so that the two never wait for each other.
    outbox.ensure(session, WATCH, account_id, at + FIRST_LOOK)
    if reminder is not None:
        outbox.ensure(session, REMIND, account_id, at + FIRST_LOOK)
    account = _account(session, account_id)
    account.notified_at = at
    account.mails_sent += 1
    move(
        session, account, AccountStatus.NOTIFIED, Event.ACCOUNT_NOTIFIED, at=at, actor=journal.WORKER,
        generation=account.generation,
    )  # fmt: skip


def activated(session: Session, account_id: UUID, keycloak_id: str, *, at: datetime) -> None:
    """The customer has an own password (R6)."""
    account = _account(session, account_id)
    account.keycloak_id = keycloak_id
    account.created_at = account.created_at or at
    account.activated_at, account.former_emails, account.shut_at = at, [], None
    _move(session, account, AccountStatus.ACTIVATED, Event.ACCOUNT_ACTIVATED, at)


def shut(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The user is about to be disabled until its temporary password is dead; no state changes."""
    _account(session, account_id).shut_at = at


def expired(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The temporary password was not used in its time and is dead; the user is as open as it was before."""
    account = _account(session, account_id)
    account.shut_at = None
    _move(session, account, AccountStatus.EXPIRED, Event.ACCOUNT_EXPIRED, at)


def needs_attention(
    session: Session, account_id: UUID, why: Attention, code: str, *, at: datetime, keycloak_id: str = ""
) -> None:
    """Somebody must act; `code` is the outside's short name for its refusal, never a value.

    A user that was met on the way is known from now on by its `keycloak_id`.
    """
    account = _account(session, account_id)
    account.keycloak_id = keycloak_id or account.keycloak_id
    move(
        session, account, AccountStatus.NEEDS_ATTENTION, Event.ACCOUNT_NEEDS_ATTENTION, at=at, actor=journal.WORKER,
        reason=why, code=code,
    )  # fmt: skip
    account.attention, account.attention_code = why, code[:80]


def next_login(session: Session, account_id: UUID, practice: Practice, *, at: datetime) -> None:
    """A stranger holds the login in the realm: take the next one by the rule; the old one stays taken for ever."""
    account = _account(session, account_id)
    stem = practice.stem(
        customer_number=account.customer_number, first_name=account.first_name, last_name=account.last_name
    )
    account.login = logins.reserve(session, stem, account.case_id)
    journal.record(
        session, Event.ACCOUNT_LOGIN_CHANGED, at=at, actor=journal.WORKER, object_type="account", object_id=account.id,
    )  # fmt: skip


def start_over(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The user vanished from the realm before anything was mailed: the approval still stands, so create it again."""
    account = _account(session, account_id)
    account.keycloak_id, account.shut_at = None, None
    _move(session, account, AccountStatus.APPROVED, Event.ACCOUNT_VANISHED, at)
    outbox.put(session, PROVISION, account.id, at)


def _account(session: Session, account_id: UUID) -> Account:
    account = locked(session, account_id)
    if account is None:
        raise LookupError(f"account {account_id}")
    return account


def _move(session: Session, account: Account, to: AccountStatus, event: Event, at: datetime) -> None:
    move(session, account, to, event, at=at, actor=journal.WORKER)


def _new_generation(account: Account, life: timedelta, at: datetime) -> None:
    account.generation += 1
    account.shut_at = None  # Whoever set the password has opened the user again.
    account.former_emails = []  # The realm has the present address: the password was set under it.
    account.mails_begun += 1  # Noted before the mail is handed over: a process that is killed cannot note it later.
    account.password_valid_until = at + life
