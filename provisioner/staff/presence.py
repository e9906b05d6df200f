"""Who is at the desk now, as far as their sessions tell."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.staff.roles import Action, permitted
from provisioner.staff.tables import StaffMember, StaffSession

LATELY = timedelta(minutes=30)
"""Who has opened no page for so long is taken to be away."""


def present(session: Session, action: Action, *, but: Collection[UUID], at: datetime) -> list[str]:
    """The names of those at the desk who may do this, without these."""
    seen = (
        sa.select(StaffMember.name, StaffSession.roles)
        .join(StaffSession, StaffSession.staff_id == StaffMember.id)
        .where(StaffSession.last_seen_at > at - LATELY, StaffMember.id.not_in(but))
    )
    return sorted({name for name, roles in session.execute(seen) if action in permitted(roles)})
