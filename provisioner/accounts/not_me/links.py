"""The links themselves: made with a mail, recognised by their hash, forgotten after their end."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.blocking.requests import blockable
from provisioner.accounts.not_me.tables import REPORTED, NotMe
from provisioner.accounts.offers import email_key
from provisioner.accounts.tables import Account
from provisioner.mail.language import Language

PATH = "/not-me"
TOKEN, LANGUAGE = "t", "lang"
TOKEN_BYTES = 32
LONGEST = 100
"""No token of ours is longer; anything else is not even hashed."""
RENEWED = timedelta(days=90)
"""So old a link becomes that Keycloak holds; then it gets another."""
KEPT = timedelta(days=30)
"""How long a link that was never used, and a report that is settled, stay after the link's end."""


def random_token() -> str:
    """256 random bits, as text that an address may hold."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@dataclass(frozen=True)
class Links:
    """Makes the link of each mail; without an `address` of the public pages there is none."""

    address: str = ""
    new_token: Callable[[], str] = random_token

    def made(self, session: Session, account_id: UUID, email: str, language: Language, *, at: datetime) -> str:
        """The address of a new link, known to the database before the mail leaves; empty where there are none."""
        if not self.address:
            return ""
        return address_of(self.address, self._token(session, account_id, email, at, at), language)

    def token_to_keep(self, session: Session, account_id: UUID, email: str, *, at: datetime) -> str:
        """The token of a new link for mails that leave until it is renewed: it works as long after each of them."""
        return self._token(session, account_id, email, at, at + RENEWED)

    def _token(self, session: Session, account_id: UUID, email: str, at: datetime, last_mail: datetime) -> str:
        token = self.new_token()
        ends = last_mail + timedelta(days=office.rules(session).not_me_link_days)
        link = NotMe(account_id=account_id, token_hash=token_hash(token), made_at=at, ends_at=ends)
        link.address_mark = address_mark(token, email)
        session.add(link)
        return token


def address_of(public_url: str, token: str, language: Language) -> str:
    """The address behind a link; the theme writes the same one into the mail of the forgotten password."""
    return f"{public_url}{PATH}?{urlencode({TOKEN: token, LANGUAGE: language.value})}"


@dataclass(frozen=True)
class Offer:
    """A link that can be used; `blocks` when using it blocks the account at once."""

    id: int
    account_id: UUID
    blocks: bool


def offer(session: Session, token: str, *, at: datetime) -> Offer | None:
    """What this token can do now; nothing for one that is unknown, used or outdated. Changes nothing."""
    if not 0 < len(token) <= LONGEST:
        return None
    found = session.execute(
        sa.select(NotMe, Account)
        .join(Account, Account.id == NotMe.account_id)
        .where(NotMe.token_hash == token_hash(token), NotMe.used_at.is_(None), NotMe.ends_at > at)
    ).one_or_none()
    if found is None:
        return None
    link, account = found
    # A mail that went to a former address says nothing about whoever has the account now: people look first.
    present = link.address_mark == address_mark(token, account.email)
    return Offer(link.id, account.id, office.rules(session).block_on_not_me and present and blockable(account))


def token_hash(token: str) -> str:
    """By what the database knows a token; it is random enough to need no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def address_mark(token: str, email: str) -> str:
    """What ties a token to an address, of use only to whoever has the token."""
    return hashlib.sha256(f"{token}\n{email_key(email)}".encode("utf-8", "replace")).hexdigest()


def sweep(session: Session, now: datetime, most: int) -> int:
    """Remove up to `most` links that ended long ago, but no report that waits for somebody; gives how many."""
    old = sa.select(NotMe.id).where(NotMe.ends_at < now - KEPT, sa.not_(sa.and_(*REPORTED))).limit(most)
    swept = session.execute(sa.delete(NotMe).where(NotMe.id.in_(old)).execution_options(synchronize_session=False))
    return int(swept.rowcount)  # type: ignore[attr-defined]
