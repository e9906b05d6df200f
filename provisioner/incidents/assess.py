"""Assessing an incident and closing it; who comes second is told (art. 33 (5) GDPR)."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.entry.reasons import given
from provisioner.incidents.entry import Assessment
from provisioner.incidents.errors import ChangedMeanwhile, NoSuchIncident
from provisioner.incidents.open import note
from provisioner.incidents.rules import IncidentStatus
from provisioner.incidents.tables import Incident
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember

ASSESSABLE = (IncidentStatus.OPEN, IncidentStatus.ASSESSED)
"""An assessment may be corrected, as when the authority is told later, until the incident is closed."""


def find(session: Session, incident_id: UUID) -> Incident:
    """The incident. Raises NoSuchIncident."""
    found = session.get(Incident, incident_id)
    if found is None:
        raise NoSuchIncident(str(incident_id))
    return found


def assess(
    session: Session, incident_id: UUID, told: Assessment, *, revision: int, by: StaffMember, at: datetime
) -> Incident:
    """Note how grave it is and who was told, on the incident as it was seen (`revision`).

    Raises NoSuchIncident, ChangedMeanwhile.
    """
    found = find(session, incident_id)
    before, after = found.assessment, told.assessment
    _change(
        session, found, ASSESSABLE, revision, status=IncidentStatus.ASSESSED, assessed_by=by.id, assessed_at=at,
        **asdict(told),
    )  # fmt: skip
    note(
        session, Event.INCIDENT_ASSESSED, found, by=by, at=at, values={"assessment": (before, after)},
        authority="told" if told.authority_told else "not_told", customer="told" if told.customer_told else "not_told",
    )  # fmt: skip
    return found


def close(
    session: Session, incident_id: UUID, *, revision: int, measures: str, by: StaffMember, at: datetime
) -> Incident:
    """End an assessed incident with what was done about it. Raises ReasonMissing, NoSuchIncident, ChangedMeanwhile."""
    why = given(measures)
    found = find(session, incident_id)
    _change(
        session, found, (IncidentStatus.ASSESSED,), revision, status=IncidentStatus.CLOSED, closed_by=by.id,
        closed_at=at, measures=why,
    )  # fmt: skip
    note(session, Event.INCIDENT_CLOSED, found, by=by, at=at)
    return found


def _change(
    session: Session, found: Incident, sources: Collection[IncidentStatus], revision: int, **values: object
) -> None:
    changed = session.execute(
        sa.update(Incident)
        .where(Incident.id == found.id, Incident.status.in_(sources), Incident.revision == revision)
        .values(revision=revision + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(found)
    if not changed.rowcount:  # type: ignore[attr-defined]
        who = found.closer or found.assessor
        raise ChangedMeanwhile(found.status, who.name if who else "", found.closed_at or found.assessed_at)
