"""Proposals that wait for somebody."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.corrections.rules import CorrectionStatus
from provisioner.corrections.tables import Correction

MOST = 50
WAITS = Correction.status == CorrectionStatus.OPEN


def open_of(session: Session, account_id: UUID) -> Correction | None:
    """The proposal that waits for this account."""
    return session.scalar(sa.select(Correction).where(Correction.account_id == account_id, WAITS))


def waiting(session: Session) -> Sequence[Account]:
    """The accounts with a proposal that waits, the oldest proposal first; 50 at most."""
    found = sa.select(Account).join(Correction, Correction.account_id == Account.id).where(WAITS)
    return session.scalars(found.order_by(Correction.proposed_at, Correction.id).limit(MOST)).all()


def waiting_count() -> sa.ScalarSelect[int]:
    """How many proposals wait: for the navigation, to be asked for together with others."""
    return sa.select(sa.func.count()).select_from(Correction).where(WAITS).scalar_subquery()
