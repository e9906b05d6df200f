"""The link of an account that Keycloak holds, for the mail of the forgotten password, which it sends by itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.accounts.kinds import KEEP_LINK
from provisioner.accounts.listing import AT_WORK, open_work
from provisioner.accounts.not_me.links import RENEWED, token_hash
from provisioner.accounts.not_me.tables import NotMe
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.state import locked
from provisioner.accounts.tables import Account
from provisioner.outbox.tables import Task

MAILED = frozenset({AccountStatus.ACTIVATED, AccountStatus.NOTIFIED, AccountStatus.EXPIRED})
"""Where Keycloak mails to whoever forgot the password, and nothing of ours is under way."""
COUNTS = (NotMe.kept_at.is_not(None), NotMe.used_at.is_(None))


def without(session: Session, *, now: datetime, most: int) -> Sequence[UUID]:
    """Accounts in use whose user has no link that counts, or an old one: first who was tried longest ago, if ever.

    One that can be given none, as its user has another address, so takes its turn and no more.
    """
    has = sa.exists().where(NotMe.account_id == Account.id, *COUNTS, NotMe.made_at > now - RENEWED)
    at_work = sa.exists().where(Task.subject_id == Account.id, *AT_WORK)
    found = sa.select(Account.id).where(Account.status.in_(sorted(MAILED)), Account.keycloak_id.is_not(None))
    tried = sa.select(sa.func.max(Task.done_at)).where(Task.subject_id == Account.id, Task.kind == KEEP_LINK.name)
    newest = sa.select(sa.func.max(NotMe.made_at)).where(NotMe.account_id == Account.id, NotMe.kept_at.is_not(None))
    turns = (one.scalar_subquery().asc().nulls_first() for one in (tried, newest))
    return session.scalars(found.where(~has, ~at_work).order_by(*turns, Account.id).limit(most)).all()


def ask(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Have the worker give the user another link, unless something else is at work there: the night asks again."""
    account = locked(session, account_id)
    if account is not None and account.status in MAILED and not open_work(session, account_id):
        outbox.put(session, KEEP_LINK, account_id, at)


def renew(session: Session, account_id: UUID, *, at: datetime) -> None:
    """The same where the link that Keycloak holds is used up."""
    used = sa.select(NotMe.id).where(
        NotMe.account_id == account_id, NotMe.kept_at.is_not(None), NotMe.used_at.is_not(None)
    )
    if session.scalar(used) is not None:
        ask(session, account_id, at=at)


def keep(session: Session, account_id: UUID, token: str, *, at: datetime) -> None:
    """Keycloak holds this link from now on, and no other of the account."""
    _let_go(session, NotMe.account_id == account_id)
    session.execute(
        sa.update(NotMe)
        .where(NotMe.token_hash == token_hash(token))
        .values(kept_at=at)
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, token: str) -> None:
    """Keycloak has not taken this link, so nobody has it."""
    made = sa.delete(NotMe).where(NotMe.token_hash == token_hash(token))
    session.execute(made.execution_options(synchronize_session=False))


def seen(session: Session, account_id: UUID, token: str) -> None:
    """Keycloak holds this link, or none; one that it should hold counts no more, so that the night gives another."""
    _let_go(session, NotMe.account_id == account_id, NotMe.token_hash != token_hash(token))


def let_go(session: Session, account_id: UUID) -> None:
    """The link belongs to a former address."""
    _let_go(session, NotMe.account_id == account_id)


def _let_go(session: Session, *which: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.update(NotMe)
        .where(NotMe.kept_at.is_not(None), *which)
        .values(kept_at=None)
        .execution_options(synchronize_session=False)
    )
