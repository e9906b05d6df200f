"""What the office keeps at run time: the journal, closed days, its settings and how the outside is doing."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.domain.events import Event
from provisioner.models.base import Base, Json, Utc, choice


class AuditEntry(Base):
    """One line of the journal: append only, no personal data in `details` (P8)."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_object", "object_type", "object_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Utc)
    actor: Mapped[str] = mapped_column(sa.String(80))
    event: Mapped[Event] = mapped_column(choice(Event, "event", 64))
    object_type: Mapped[str] = mapped_column(sa.String(32))
    object_id: Mapped[str] = mapped_column(sa.String(64))
    details: Mapped[Json] = mapped_column(sa.JSON)


class ClosedDay(Base):
    """A weekday on which the office is shut; stops the clock of R4."""

    __tablename__ = "closed_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(120))


class OfficeSetting(Base):
    """A value of kind A that differs from its default."""

    __tablename__ = "office_setting"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)


class ComponentState(Base):
    """How a part outside our database is doing, as the worker last saw it: `keycloak`, `mail`, `worker`."""

    __tablename__ = "component_state"

    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    problem: Mapped[str] = mapped_column(sa.String(64), default="")
    since: Mapped[datetime] = mapped_column(Utc)
    seen_at: Mapped[datetime] = mapped_column(Utc)
