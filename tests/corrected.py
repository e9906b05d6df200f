"""Accounts whose address is wrong, and proposals for them."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import corrections
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.corrections.entry import Proposed
from provisioner.corrections.rules import CorrectionKind
from provisioner.corrections.tables import Correction
from provisioner.database import Database
from provisioner.outbox.tables import Task
from tests.factories import NOW, approved, member

RIGHT = "jozef.zolkiewski@example.com"
CLERK, APPROVER = "Celina Clerk", "Barbara Lis"


def wrong(
    session: Session, status: AccountStatus = AccountStatus.NOTIFIED, attention: Attention | None = None, **changed: Any
) -> Account:
    """An account in this state, its earlier work done; its user is in the realm unless that cannot be."""
    account = approved(session, **changed)
    session.execute(sa.update(Task).where(Task.subject_id == account.id).values(done_at=NOW))
    account.status, account.attention = status, attention
    account.keycloak_id = None if attention is Attention.EMAIL_TAKEN else f"user-{account.login}"
    session.flush()
    return account


def propose(session: Session, account: Account, email: str = RIGHT, by: str = CLERK, **told: Any) -> Correction:
    """A proposal by a clerk."""
    proposed = Proposed(email, told.pop("kind", CorrectionKind.KEYED_WRONGLY), **told)
    return corrections.propose(session, account.id, proposed, by=member(session, by), at=NOW)


def confirm(
    session: Session, found: Correction, by: str = APPROVER, *, compared: bool = True, at: datetime | None = None
) -> Correction:
    """An approver confirms it, having compared it with the paper."""
    at = at or datetime.now(UTC)
    return corrections.confirm(session, found.id, compared=compared, by=member(session, by), at=at)


def corrected(database: Database, account: Account, email: str = RIGHT) -> None:
    """Proposed and confirmed."""
    with database.transaction() as session:
        confirm(session, propose(session, account, email))
