"""Papers that end accounts."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office, resignations
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.resignations.tables import Resignation
from tests.factories import NOW, PRACTICE, TODAY, member, never_overdue

CLERK, APPROVER = "Celina Clerk", "Barbara Lis"
PAPER = {
    "channel": "post",
    "received_on": "23.11.2026",
    "document_date": "20.11.2026",
    "customer_number": "104233",
    "asked_by": "customer",
    "ground": "resignation",
    "signed": "yes",
}
BY_OFFICE = {"channel": "office", "ground": "breach", "asked_by": "", "signed": "", "document_date": ""}


def entry(session: Session, account: Account, **typed: str) -> resignations.Entry:
    """What a clerk keys in."""
    raw = {**PAPER, "customer_number": account.customer_number, **typed}
    rules = office.rules(session)
    return resignations.read_resignation(
        raw,
        today=TODAY,
        practice=PRACTICE,
        number=account.customer_number,
        rules=rules,
        last_day=never_overdue,
    )


def recorded(session: Session, account: Account, by: str = CLERK, **typed: str) -> Resignation:
    """A recorded resignation."""
    account = session.get_one(Account, account.id)
    told = entry(session, account, **typed)
    return resignations.record(session, account, told, form_key=uuid4(), by=member(session, by), at=NOW)


def approved(database: Database, account: Account, **typed: str) -> Resignation:
    """Recorded and approved now."""
    with database.transaction() as session:
        found = recorded(session, account, **typed)
    approve(database, found)
    return found


def approve(database: Database, found: Resignation, by: str = APPROVER) -> None:
    """Somebody else says yes."""
    with database.transaction() as session:
        one = session.get_one(Resignation, found.id)
        resignations.approve(session, one.id, revision=one.revision, by=member(session, by), at=datetime.now(UTC))


def take_back(database: Database, found: Resignation) -> None:
    """The customer has thought better of it."""
    with database.transaction() as session:
        by = member(session, APPROVER)
        resignations.take_back(session, found.id, reason="pismo z 27.11.", by=by, at=datetime.now(UTC))


def closing(database: Database) -> AccountClosing:
    """The only closing there is."""
    with database.reading() as session:
        return session.scalars(sa.select(AccountClosing)).one()


def days_later(database: Database, days: int) -> None:
    """What waits for a day waits so much less."""
    with database.transaction() as session:
        for task in session.scalars(sa.select(Task).where(Task.done_at.is_(None))):
            task.not_before -= timedelta(days=days)
