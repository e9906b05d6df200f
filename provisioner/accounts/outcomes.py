"""Recording what came of an attempt; the caller has proved in the same transaction that the attempt is its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from provisioner import journal, outbox
from provisioner.accounts.rules import AccountStatus, Attention, TaskKind
from provisioner.accounts.state import move
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.journal.events import Event
from provisioner.logins import register as logins
from provisioner.logins.rules import Scheme, stem
from provisioner.mail.language import Language
from provisioner.outside.ports import NewUser

FIRST_LOOK = timedelta(seconds=30)
LONGEST_LOOK = timedelta(hours=1)
AFTER_EXPIRY = timedelta(days=1)


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
    notified_at: datetime | None
    password_valid_until: datetime | None


WANTED = (
    sa.select(
        Account.status, Account.login, Account.keycloak_id, Account.generation,
        Account.notified_at, Account.password_valid_until, Application.id.label("application_id"), Application.email,
        Application.first_name, Application.last_name, Application.company_name, Application.customer_number,
        Application.language,
    ).join(Application, Application.id == Account.application_id)
)  # fmt: skip
"""Just the columns a step needs; loading the whole case for each step took longer than everything else together."""


def work(session: Session, account_id: UUID) -> Work:
    """The account as the worker needs it."""
    found = session.execute(WANTED.where(Account.id == account_id)).one()
    user = NewUser(
        login=found.login,
        email=found.email,
        # A company has one name; it stands where the realm keeps the last name.
        first_name="" if found.company_name else found.first_name,
        last_name=found.company_name or found.last_name,
        customer_number=found.customer_number,
        application_id=str(found.application_id),
        locale=found.language,
    )
    return Work(
        account_id=account_id, status=found.status, user=user, keycloak_id=found.keycloak_id,
        display_name=found.company_name or f"{found.first_name} {found.last_name}".strip(), language=found.language,
        generation=found.generation, notified_at=found.notified_at, password_valid_until=found.password_valid_until,
    )  # fmt: skip


def created(session: Session, account_id: UUID, keycloak_id: str, *, life: timedelta, at: datetime) -> None:
    """The user exists with a fresh temporary password, whose life starts now (R4, R5)."""
    account = _account(session, account_id)
    account.keycloak_id = keycloak_id
    account.created_at = account.created_at or at
    _new_generation(account, life, at)
    move(session, account, AccountStatus.CREATED, Event.ACCOUNT_CREATED, at=at, actor=journal.WORKER)


def renewed(session: Session, account_id: UUID, *, life: timedelta, at: datetime) -> None:
    """A later generation of the temporary password stands in place of the one before; no state changes."""
    _new_generation(_account(session, account_id), life, at)


def _new_generation(account: Account, life: timedelta, at: datetime) -> None:
    account.generation += 1
    account.password_valid_until = at + life


def notified(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The mail server has accepted the access mail; from now on we look whether the customer has logged in."""
    account = _account(session, account_id)
    account.notified_at = at
    account.mails_sent += 1
    move(
        session, account, AccountStatus.NOTIFIED, Event.ACCOUNT_NOTIFIED, at=at, actor=journal.WORKER,
        generation=account.generation,
    )  # fmt: skip
    outbox.put(session, account.id, TaskKind.WATCH, at + FIRST_LOOK)


def activated(session: Session, account_id: UUID, keycloak_id: str, *, at: datetime) -> None:
    """The customer has an own password (R6)."""
    account = _account(session, account_id)
    account.keycloak_id = keycloak_id
    account.created_at = account.created_at or at
    account.activated_at = at
    move(session, account, AccountStatus.ACTIVATED, Event.ACCOUNT_ACTIVATED, at=at, actor=journal.WORKER)


def expired(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The temporary password was not used in its time and is dead."""
    account = _account(session, account_id)
    move(session, account, AccountStatus.EXPIRED, Event.ACCOUNT_EXPIRED, at=at, actor=journal.WORKER)


def needs_attention(session: Session, account_id: UUID, why: Attention, code: str, *, at: datetime) -> None:
    """Somebody must act; `code` is the outside's short name for its refusal, never a value."""
    account = _account(session, account_id)
    move(
        session, account, AccountStatus.NEEDS_ATTENTION, Event.ACCOUNT_NEEDS_ATTENTION, at=at, actor=journal.WORKER,
        reason=why, code=code,
    )  # fmt: skip
    account.attention, account.attention_code = why, code[:80]


def _account(session: Session, account_id: UUID) -> Account:
    """The account's own row; the application is loaded only if somebody asks for it."""
    return session.get_one(Account, account_id, options=[lazyload(Account.application)])


def next_login(session: Session, account_id: UUID, scheme: Scheme, *, at: datetime) -> None:
    """A stranger holds the login in the realm: take the next one by the rule; the old one stays taken for ever."""
    account = _account(session, account_id)
    application: Application = account.application
    root = stem(
        scheme,
        customer_number=application.customer_number,
        first_name=application.first_name,
        last_name=application.last_name,
    )
    account.login = logins.reserve(session, root, application.id)
    journal.record(
        session, Event.ACCOUNT_LOGIN_CHANGED, at=at, actor=journal.WORKER, object_type="account", object_id=account.id,
    )  # fmt: skip


def start_over(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The user vanished from the realm before anything was mailed: the approval still stands, so create it again."""
    account = _account(session, account_id)
    account.keycloak_id = None
    move(session, account, AccountStatus.APPROVED, Event.ACCOUNT_VANISHED, at=at, actor=journal.WORKER)
    outbox.put(session, account.id, TaskKind.PROVISION, at)


def next_look(work: Work, now: datetime, *, ended: bool) -> datetime:
    """When to look for the first login again: often at first, hourly later, at the end of the password's life."""
    if ended or work.status is AccountStatus.EXPIRED:
        return now + AFTER_EXPIRY
    since = now - (work.notified_at or now)
    look = now + min(max(FIRST_LOOK, since / 10), LONGEST_LOOK)
    return min(look, work.password_valid_until) if work.password_valid_until else look
