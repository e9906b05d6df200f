"""Sample people and papers for tests."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, forms, office
from provisioner.accounts.tables import Account
from provisioner.applications import Entry, read_entry
from provisioner.applications.tables import Application
from provisioner.cases.deadlines import Filed
from provisioner.database import Database
from provisioner.logins import Practice
from provisioner.staff.tables import StaffMember

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PRACTICE = Practice(r"[0-9]{3,12}(-[0-9]{1,8})?")

PAPER = {
    "channel": "counter",
    "received_on": "23.11.2026",
    "document_date": "20.11.2026",
    "customer_number": "104233",
    "customer_kind": "person",
    "filed_by": "self",
    "first_name": "Józef",
    "last_name": "Żółkiewski",
    "street": "ul. Polna 7 m. 2",
    "postcode": "83-300",
    "town": "Kartuzy",
    "email": "jozef@example.com",
    "email_again": "jozef@example.com",
    "phone": "601 234 567",
    "language": "pl",
    "regulamin_signed": "yes",
    "copy_handed": "yes",
}
PROOF = {"proof_kind": "power"}
"""What is asked besides where somebody else signs."""


def paper(session: Session, **changed: str) -> dict[str, str]:
    """What a clerk keys in: a complete application at the counter, with changes."""
    clauses = {f"clause-{clause.id}": "accepted" for clause in forms.current(session, TODAY).clauses}
    proof = PROOF if changed.get("filed_by", PAPER["filed_by"]) != PAPER["filed_by"] else {}
    return {**PAPER, **clauses, **proof, **changed}


def entry(session: Session, today: date = TODAY, **changed: Any) -> Entry:
    """The same, read and checked."""
    clauses = [clause.id for clause in forms.current(session, today).clauses]
    return read_entry(
        paper(session, **changed), clauses=clauses, today=today, practice=PRACTICE, last_day=never_overdue,
        rules=office.rules(session),
    )  # fmt: skip


def never_overdue(_filed: Filed) -> date:
    """A deadline that nobody is asked about."""
    return date.max


def member(session: Session, name: str) -> StaffMember:
    """A member of staff with this name, the same one each time."""
    found = session.scalar(sa.select(StaffMember).where(StaffMember.name == name))
    if found is None:
        found = StaffMember(id=uuid4(), issuer="https://login.example/realms/staff", subject=name, name=name)
        session.add(found)
        session.flush()
    return found


def recorded(session: Session, by: str = "Anna Nowak", at: datetime = NOW, **changed: Any) -> Application:
    """A recorded application."""
    return applications.record(
        session,
        entry(session, **changed),
        edition=forms.current(session, TODAY),
        practice=PRACTICE,
        form_key=uuid4(),
        by=member(session, by),
        at=at,
    )


def approved(session: Session, by: str = "Barbara Lis", at: datetime = NOW, **changed: Any) -> Account:
    """An approved application's account."""
    application = recorded(session, at=at, **changed)
    return applications.approve(session, application.id, revision=application.revision, by=member(session, by), at=at)


def approved_account(database: Database, **changed: Any) -> Account:
    """An approved application in a transaction of its own."""
    with database.transaction() as session:
        return approved(session, **changed)
