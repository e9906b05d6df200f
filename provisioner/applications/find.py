"""Looking up the application a use case is about, and saying who was faster."""

from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.applications.errors import FasterColleague, UnknownApplication
from provisioner.models import Application, StaffMember


def application_of(session: Session, application_id: UUID) -> Application:
    """The application with this id. Raises UnknownApplication."""
    found = session.get(Application, application_id)
    if found is None:
        raise UnknownApplication(str(application_id))
    return found


def conflict(session: Session, application: Application) -> FasterColleague:
    """Who changed the application meanwhile, for the person who came second."""
    session.refresh(application)
    who = session.get(StaffMember, application.decided_by or application.completed_by or application.recorded_by)
    return FasterColleague(application.status, who.name if who else "", application.decided_at)
