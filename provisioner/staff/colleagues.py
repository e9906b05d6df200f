"""Members of staff that the desk knows, by what they may do."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.staff.roles import Action, permitted
from provisioner.staff.tables import StaffListed, StaffMember, StaffSession


def who_may(session: Session, action: Action) -> Sequence[StaffMember]:
    """Everybody who may do this, by name: by the staff realm's list, or by the roles of a session.

    Whom the list names as switched off is left out, and so is who has never signed in: the desk knows no such person.
    """
    roles: dict[UUID, set[str]] = defaultdict(set)
    for staff_id, held in session.execute(sa.select(StaffSession.staff_id, StaffSession.roles)):
        if staff_id:
            roles[staff_id].update(held)
    listed = sa.select(StaffMember, StaffListed.enabled, StaffListed.roles).outerjoin(
        StaffListed, StaffListed.subject == StaffMember.subject
    )
    found = []
    for one, enabled, given in session.execute(listed.order_by(StaffMember.name, StaffMember.id)):
        if enabled is not False and action in permitted(roles[one.id] | set(given or ())):
            found.append(one)
    return found
