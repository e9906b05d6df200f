"""Accounts with a link "it wasn't me" in a mail, used or not."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from provisioner.accounts import not_me
from provisioner.accounts.not_me import Links
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.mail.language import Language
from provisioner.outbox.tables import Task
from tests.factories import NOW, approved

ADDRESS = "http://localhost:8902"


def live(database: Database, status: AccountStatus = AccountStatus.ACTIVATED, **changed: Any) -> Account:
    """An account in this state, its earlier work done."""
    with database.transaction() as session:
        account = approved(session, **changed)
        session.execute(sa.update(Task).where(Task.subject_id == account.id).values(done_at=NOW))
        account.status = status
    return account


def linked(database: Database, account: Account, *, language: Language = Language.PL, at: datetime = NOW) -> str:
    """The token of a mail to the account's address."""
    with database.transaction() as session:
        link = Links(ADDRESS).made(session, account.id, account.email, language, at=at)
    return token_of(link)


def token_of(link: str) -> str:
    """The token in an address."""
    return parse_qs(urlsplit(link).query)["t"][0]


def used(database: Database, account: Account) -> str:
    """The same, after the reader has pressed the button."""
    token = linked(database, account)
    with database.transaction() as session:
        assert not_me.report(session, token, at=NOW)
    return token


def tokens() -> Iterator[str]:
    """Tokens of nobody: empty, short, long, in strange letters."""
    yield from ("", "x", "ż" * 40, "a" * 5000, "\ud800")
