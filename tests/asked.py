"""Requests to erase a person's data, recorded and decided."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from provisioner import erasures, privacy
from provisioner.accounts.tables import Account
from provisioner.cases.grounds import HoldGround
from provisioner.cases.holds import holding
from provisioner.cases.holds.holding import Held
from provisioner.database import Database
from provisioner.erasures.tables import ErasureRequest
from tests.factories import NOW, PRACTICE, TODAY, member, never_overdue
from tests.privacy.desk import ended

CLERK, APPROVER = "Celina Clerk", "Barbara Lis"
SOON = NOW + timedelta(hours=1)
KEPT = Held(HoldGround.CLAIMS, "spór o fakturę z maja 2026", TODAY.replace(year=2027))
PAPER = {
    "channel": "post",
    "received_on": "23.11.2026",
    "document_date": "20.11.2026",
    "customer_number": "104233",
    "first_name": "Józef",
    "last_name": "Żółkiewski",
    "asked_by": "customer",
    "street": "ul. Polna 7 m. 2",
    "postcode": "83-300",
    "town": "Kartuzy",
    "letter_language": "pl",
}


def entry(**typed: str) -> erasures.Entry:
    """What a clerk keys in."""
    return erasures.read_request({**PAPER, **typed}, today=TODAY, practice=PRACTICE, last_day=never_overdue)


def asked(session: Session, by: str = CLERK, at: datetime = NOW, **typed: str) -> ErasureRequest:
    """A recorded request."""
    return erasures.record(session, entry(**typed), form_key=uuid4(), by=member(session, by), at=at)


def left(session: Session, **changed: Any) -> Account:
    """A customer who has left: a closed account, and nothing at work."""
    return ended(session, **changed)


def kept(session: Session, case: UUID) -> None:
    """The case is held back by an exception."""
    holding.hold(session, case, KEPT, by=member(session, APPROVER), at=NOW)


def agree(session: Session, request_id: UUID, *, revision: int = 1, at: datetime = NOW) -> ErasureRequest:
    """Approved by somebody else."""
    return erasures.approve(session, request_id, revision=revision, by=member(session, APPROVER), at=at)


def carried_out(database: Database, at: datetime = SOON) -> int:
    """What the worker does then; gives how many cases were erased."""
    with database.transaction() as session:
        return privacy.erase_due(session, at, 25)
