"""The list of staff: what the worker read from the staff realm, when each was last here, and its review."""

import hashlib
import json
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.database import insert_or_update
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outside.staff_reading import StaffUser
from provisioner.staff.tables import StaffListed, StaffMember, StaffSession

OBJECT = "staff_list"


class ListChanged(Exception):
    """Somebody's roles have changed since the page was shown: what is confirmed must be what was read."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who may use the desk: with the roles their groups give and those of their last sign-in, if any."""

    listed: StaffListed
    roles: frozenset[str]
    last_sign_in: datetime | None


@dataclass(frozen=True)
class Review:
    """The last review: when, by whom."""

    at: datetime
    by: str


def keep(session: Session, users: Iterable[StaffUser], *, at: datetime) -> None:
    """Take over the whole list as it was just read; who is not in it any more goes."""
    for one in users:
        values = {
            "login": one.login, "name": one.name, "enabled": one.enabled, "roles": sorted(one.roles), "read_at": at,
        }  # fmt: skip
        new = insert_or_update(session, StaffListed).values(subject=one.subject, **values)
        session.execute(new.on_conflict_do_update(index_elements=["subject"], set_=values))
    session.execute(sa.delete(StaffListed).where(StaffListed.read_at < at))


def gone(since: datetime) -> sa.Select[UUID]:
    """Whom the list that was begun to be read then does not name, or names as switched off.

    A list without anybody is a mistake made in the staff realm and tells of nobody; whom the realm has let in or
    confirmed in the meantime is here.
    """
    somebody = sa.exists().where(StaffListed.enabled)
    here = sa.exists().where(StaffListed.subject == StaffMember.subject, StaffListed.enabled)
    seen = sa.exists().where(StaffSession.staff_id == StaffMember.id, StaffSession.confirmed_at >= since)
    return sa.select(StaffMember.id).where(somebody, ~here, ~seen)


def colleagues(session: Session) -> Sequence[Colleague]:
    """Everybody, those with a role first, by name."""
    of_staff = sa.and_(AuditEntry.object_type == "staff", AuditEntry.event == Event.STAFF_SIGNED_IN)
    newest = sa.select(sa.func.max(AuditEntry.seq)).where(of_staff).group_by(AuditEntry.object_id)
    signed_in = {
        line.object_id: line for line in session.scalars(sa.select(AuditEntry).where(AuditEntry.seq.in_(newest)))
    }
    members = session.execute(sa.select(StaffMember.subject, StaffMember.id)).all()
    last = {subject: signed_in.get(str(staff_id)) for subject, staff_id in members}
    found = [_colleague(one, last.get(one.subject)) for one in session.scalars(sa.select(StaffListed))]
    return sorted(
        found, key=lambda one: (not one.roles, not one.listed.enabled, one.listed.name.casefold(), one.listed.login)
    )


def _colleague(listed: StaffListed, last: AuditEntry | None) -> Colleague:
    seen = last.details.get("roles", ()) if last else ()
    return Colleague(listed, frozenset(listed.roles) | frozenset(seen), last.at if last else None)


def digest(found: Iterable[Colleague]) -> str:
    """What a review confirms: who has which roles, in 64 hex digits."""
    said = [[one.listed.subject, one.listed.enabled, sorted(one.roles)] for one in found]
    return hashlib.sha256(json.dumps(sorted(said)).encode()).hexdigest()


def last_review(session: Session) -> Review | None:
    """The newest review, None before the first."""
    newest = sa.select(AuditEntry).where(AuditEntry.object_type == OBJECT, AuditEntry.event == Event.STAFF_REVIEWED)
    line = session.scalar(newest.order_by(AuditEntry.seq.desc()).limit(1))
    if line is None:
        return None
    by = session.get(StaffMember, UUID(line.actor.partition(":")[2]))
    return Review(line.at, by.name if by else "")


def next_review(last: date, months: int) -> date:
    """The day by which the next review is due: so many months later, the last of a shorter month."""
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def review(session: Session, seen: str, *, by: StaffMember, at: datetime) -> None:
    """Note that this person has looked through the list shown (`seen` is its digest) and found it right.

    A second review of the same list is a line of its own, which harms nobody. Raises ListChanged.
    """
    found = colleagues(session)
    if digest(found) != seen:
        raise ListChanged
    journal.record(
        session, Event.STAFF_REVIEWED, at=at, actor=journal.staff(by.id), object_type=OBJECT, object_id="staff",
        people=len(found), digest=seen,
    )  # fmt: skip
