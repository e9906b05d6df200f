"""Since when a setting has its value, or a text its words, and who gave it, as the journal has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.administration.setting import OBJECT
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffMember


@dataclass(frozen=True)
class Change:
    """One change of one setting or text; `who` is a person's name, or empty for an operator."""

    name: str
    at: datetime
    actor: str
    who: str
    before: Any
    after: Any
    version: int = 0
    """Of a text: the number that its mails and letters are noted with."""


def newest(session: Session, event: Event = Event.SETTING_CHANGED) -> Mapping[str, Change]:
    """The last change of each setting, or text, that was ever changed."""
    last = sa.select(sa.func.max(AuditEntry.seq)).where(*_of(event)).group_by(AuditEntry.object_id)
    lines = session.scalars(sa.select(AuditEntry).where(AuditEntry.seq.in_(last))).all()
    return {one.name: one for one in _told(session, lines)}


def latest(session: Session, name: str, most: int, event: Event = Event.SETTING_CHANGED) -> Sequence[Change]:
    """The last changes of one setting or text, the newest first."""
    wanted = sa.select(AuditEntry).where(*_of(event), AuditEntry.object_id == name)
    return _told(session, session.scalars(wanted.order_by(AuditEntry.seq.desc()).limit(most)).all())


def _of(event: Event) -> tuple[sa.ColumnElement[bool], ...]:
    return AuditEntry.object_type == OBJECT, AuditEntry.event == event


def _told(session: Session, lines: Sequence[AuditEntry]) -> list[Change]:
    ids = {found for one in lines if (found := journal.staff_id(one.actor))}
    people: dict[UUID | None, str] = {
        one.id: one.name for one in session.scalars(sa.select(StaffMember).where(StaffMember.id.in_(ids)))
    }
    return [_change(one, people.get(journal.staff_id(one.actor), "")) for one in lines]


def _change(line: AuditEntry, who: str) -> Change:
    said = line.details
    return Change(
        line.object_id, line.at, line.actor, who, said.get("before"), said.get("after"), said.get("version", 0)
    )
