"""Colleagues that the desk knows, with their roles, as the staff realm lists them."""

from sqlalchemy.orm import Session

from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffListed, StaffMember
from tests.factories import NOW, member


def colleague(session: Session, name: str, *roles: Role, enabled: bool = True) -> StaffMember:
    """Somebody who has signed in and stands in the list of staff."""
    one = member(session, name)
    login = name.casefold().replace(" ", ".")
    listed = StaffListed(
        subject=one.subject, login=login, name=name, enabled=enabled, roles=list(roles or (Role.APPROVER,)), read_at=NOW
    )
    session.add(listed)
    session.flush()
    return one
