"""Active accounts, and papers that change their data."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from provisioner import changes, office
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from tests.corrected import wrong
from tests.factories import NOW, PRACTICE, TODAY, member, never_overdue

NEW = "jozef.nowy@example.com"
CLERK, APPROVER = "Celina Clerk", "Barbara Lis"
PAPER = {
    "channel": "post",
    "received_on": "23.11.2026",
    "document_date": "20.11.2026",
    "customer_number": "104233",
    "signed": "yes",
}


def active(session: Session, **changed: Any) -> Account:
    """Somebody with an own password."""
    account = wrong(session, AccountStatus.ACTIVATED, **changed)
    account.activated_at = NOW
    return account


def entry(session: Session, account: Account, **typed: str) -> changes.Entry:
    """What a clerk keys in."""
    raw = {**PAPER, "customer_number": account.customer_number, **typed}
    if "email" in typed:
        raw.setdefault("email_again", typed["email"])
    now = changes.present(session, account)
    return changes.read_change(
        raw, today=TODAY, practice=PRACTICE, number=account.customer_number, now=now, rules=office.rules(session),
        last_day=never_overdue,
    )  # fmt: skip


def recorded(session: Session, account: Account, by: str = CLERK, **typed: str) -> ChangeOfData:
    """A recorded change of data."""
    account = session.get_one(Account, account.id)
    told = entry(session, account, **typed)
    return changes.record(session, account, told, form_key=uuid4(), by=member(session, by), at=NOW)


def approved(database: Database, account: Account, **typed: str) -> ChangeOfData:
    """Recorded and approved."""
    with database.transaction() as session:
        found = recorded(session, account, **typed)
    with database.transaction() as session:
        by = member(session, APPROVER)
        changes.approve(session, found.id, revision=found.revision, by=by, at=datetime.now(UTC))
    return found
