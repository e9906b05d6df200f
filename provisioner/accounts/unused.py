"""Accounts whose temporary password nobody has used, the longest waiting first (R8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.delivery.listing import OF_THE_PASSWORD
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.listing import Place, every_oldest_first, oldest_first
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account

WAITED_FOR = (AccountStatus.NOTIFIED, AccountStatus.EXPIRED)
"""Where the next word is the customer's: a password was mailed and not used, be it alive or dead."""


@dataclass(frozen=True)
class Unused:
    """A page of them, each with what is reported of its mail; `rest` is where the list goes on."""

    accounts: Sequence[tuple[Account, MailReport | None]]
    rest: Place | None


def unused(session: Session, *, mailed_before: datetime | None = None, after: Place | None = None) -> Unused:
    """The unused, in the order of approval; only those whose last access mail left before then, if given."""
    found, rest = oldest_first(session, _wanted(mailed_before), after)
    return Unused([(account, report) for account, report in found], rest)


def every(session: Session, *, mailed_before: datetime | None = None) -> Iterator[tuple[Account, MailReport | None]]:
    """All of them."""
    return ((account, report) for account, report in every_oldest_first(session, _wanted(mailed_before)))


def _wanted(mailed_before: datetime | None) -> sa.Select[Account, MailReport]:
    wanted = sa.select(Account, MailReport).outerjoin(MailReport, OF_THE_PASSWORD).where(Account.status.in_(WAITED_FOR))
    if mailed_before is not None:
        wanted = wanted.where(Account.notified_at <= mailed_before)
    return wanted
