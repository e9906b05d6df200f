"""Members of staff coming and going: known by issuer and subject, each sign-in and sign-out in the journal."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.database import insert_or_update
from provisioner.journal.events import Event
from provisioner.staff.tables import StaffMember


class UnknownStaff(LookupError):
    """There is no such member of staff."""


def signed_in(
    session: Session, *, issuer: str, subject: str, name: str, at: datetime, roles: Iterable[str] = ()
) -> StaffMember:
    """Somebody signed in: known from now on under the name the staff realm gives (ASVS 6.8.1), with these roles."""
    new = insert_or_update(session, StaffMember).values(id=uuid4(), issuer=issuer, subject=subject, name=name)
    session.execute(new.on_conflict_do_update(index_elements=["issuer", "subject"], set_={"name": name}))
    wanted = sa.select(StaffMember).where(StaffMember.issuer == issuer, StaffMember.subject == subject)
    member = session.scalars(wanted, execution_options={"populate_existing": True}).one()
    _journal(session, Event.STAFF_SIGNED_IN, member.id, at, roles=sorted(roles))
    return member


def signed_out(session: Session, staff_id: UUID, *, at: datetime) -> None:
    """Somebody signed out."""
    _journal(session, Event.STAFF_SIGNED_OUT, staff_id, at)


def own_entry_refused(session: Session, application_id: UUID, *, by: UUID, at: datetime) -> None:
    """Somebody tried to decide an own entry (P6); the attempt itself is worth a line."""
    journal.record(
        session, Event.OWN_ENTRY_DECISION_REFUSED, at=at, actor=journal.staff(by), object_type="application",
        object_id=application_id,
    )  # fmt: skip


def refused(session: Session, staff_id: UUID, action: str, *, at: datetime) -> None:
    """Somebody asked for what their role does not allow; which action it was stands in the line."""
    journal.record(
        session, Event.STAFF_REFUSED, at=at, actor=journal.staff(staff_id), object_type="staff", object_id=staff_id,
        action=action,
    )  # fmt: skip


def member(session: Session, staff_id: UUID) -> StaffMember:
    """The member of staff with this id. Raises UnknownStaff."""
    found = session.get(StaffMember, staff_id)
    if found is None:
        raise UnknownStaff(str(staff_id))
    return found


def _journal(session: Session, event: Event, staff_id: UUID, at: datetime, **details: Any) -> None:
    journal.record(
        session, event, at=at, actor=journal.staff(staff_id), object_type="staff", object_id=staff_id, **details
    )
