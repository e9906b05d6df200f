"""Members of staff that the desk knows, by what they may do."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.staff.roles import Action, permitted
from provisioner.staff.tables import StaffListed, StaffMember, StaffSession


def who_may(session: Session, action: Action) -> Sequence[StaffMember]:
    """Everybody who may do this, by name."""
    return [one for one, may in what_each_may(session) if action in may]


def what_each_may(session: Session) -> Sequence[tuple[StaffMember, Collection[Action]]]:
    """Everybody by name with what they may: by what the staff realm said last, in its list or to a session.

    Left out is whom the list names as switched off or, once there is one, no longer names; and who has never signed in:
    the desk knows no such person.
    """
    return list(_each(session, _newest_sessions(session)))


def _each(session: Session, newest: Mapping[UUID, StaffSession]) -> Iterator[tuple[StaffMember, Collection[Action]]]:
    read = sa.select(sa.func.max(StaffListed.read_at)).where(StaffListed.enabled).scalar_subquery()
    listed = sa.select(StaffMember, StaffListed, read).outerjoin(
        StaffListed, StaffListed.subject == StaffMember.subject
    )
    for one, seen, read_at in session.execute(listed.order_by(StaffMember.name, StaffMember.id)):
        last = newest.get(one.id)
        if seen and not seen.enabled:
            continue
        if seen and (last is None or last.confirmed_at <= seen.read_at):
            yield one, permitted(seen.roles)
        elif last and (seen or read_at is None or last.confirmed_at > read_at):
            yield one, permitted(last.roles)


def _newest_sessions(session: Session) -> Mapping[UUID, StaffSession]:
    """The session of each person of which the realm was asked last."""
    of_people = sa.select(StaffSession).where(StaffSession.staff_id.is_not(None)).order_by(StaffSession.confirmed_at)
    return {one.staff_id: one for one in session.scalars(of_people) if one.staff_id}
