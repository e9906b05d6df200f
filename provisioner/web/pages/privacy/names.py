"""Who of the staff acted, by name."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.office.time import OFFICE_TIME
from provisioner.staff.tables import StaffMember
from provisioner.web.words.office.journal import actor_word

Names = Mapping[UUID, str]


def names_of(db: Session) -> Names:
    """Everybody who ever signed in."""
    return {one.id: one.name for one in db.scalars(sa.select(StaffMember))}


def who(actor: str, names: Names) -> str:
    """An actor of the journal in words; nothing for nobody."""
    staff_id = journal.staff_id(actor)
    return actor_word(actor, names.get(staff_id, "") if staff_id else "") if actor else ""


def stamp(at: datetime | None) -> str:
    """A moment as files have it, on the office's wall."""
    return at.astimezone(OFFICE_TIME).isoformat(" ", "seconds") if at else ""
