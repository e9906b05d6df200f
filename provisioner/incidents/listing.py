"""The register of incidents."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.incidents.rules import IncidentStatus
from provisioner.incidents.tables import Incident

MOST = 100


def incidents(session: Session, status: IncidentStatus | None = None, *, most: int = MOST) -> Sequence[Incident]:
    """The newest, those that nobody has assessed first; one more than `most` where there are others."""
    of_status = Incident.status == status if status else sa.true()
    unassessed = sa.case((Incident.status == IncidentStatus.OPEN, 0), else_=1)
    order = (unassessed, Incident.opened_at.desc(), Incident.id)
    return session.scalars(sa.select(Incident).where(of_status).order_by(*order).limit(most + 1)).all()


def every(session: Session, status: IncidentStatus | None = None) -> Sequence[Incident]:
    """All of them, in the order in which they were noted."""
    of_status = Incident.status == status if status else sa.true()
    return session.scalars(sa.select(Incident).where(of_status).order_by(Incident.opened_at, Incident.id)).all()


def open_count() -> sa.ScalarSelect[int]:
    """How many nobody has assessed: for the navigation, to be asked for together with others."""
    count = sa.select(sa.func.count()).select_from(Incident)
    return count.where(Incident.status == IncidentStatus.OPEN).scalar_subquery()
