"""A case that its own recorder has approved in an emergency."""

from uuid import UUID

from provisioner import applications, office
from provisioner.cases.emergency.asking import ask
from provisioner.database import Database
from tests.factories import NOW, member, recorded

WHY = "Reszta działu na szkoleniu, klient wyjeżdża jutro rano."


def alone(database: Database) -> UUID:
    """One that waits for its review."""
    with database.transaction() as session:
        office.change(session, "emergency_approval", "true")
        one, by = recorded(session, customer_number="109010"), member(session, "Anna Nowak")
        ask(session, one.id, revision=1, reason=WHY, by=by, at=NOW)
        session.refresh(one)
        applications.approve(session, one.id, revision=1, by=by, at=NOW)
        office.change(session, "emergency_approval", "false")
        return one.id
