"""Looking up the application a use case is about, and saying who was faster."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.applications.tables import Application
from provisioner.cases.errors import FasterColleague, UnknownApplication
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffMember


def application_of(session: Session, application_id: UUID) -> Application:
    """The application with this id. Raises UnknownApplication."""
    found = session.get(Application, application_id)
    if found is None:
        raise UnknownApplication(str(application_id))
    return found


def conflict(session: Session, application: Application) -> FasterColleague:
    """Who changed the application last and when, for the person who came second; the journal knows."""
    session.refresh(application)
    last = session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.object_type == "application", AuditEntry.object_id == str(application.id))
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).one()
    staff_id = journal.staff_id(last.actor)
    who = session.get(StaffMember, staff_id) if staff_id else None
    return FasterColleague(application.status, who.name if who else "", last.at)
