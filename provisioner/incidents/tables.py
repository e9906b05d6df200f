"""Incidents and what became of them: personal data, which the journal's line does not hold."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.accounts.tables import Account
from provisioner.database.columns import Base, Utc, choice
from provisioner.incidents.rules import IncidentStatus
from provisioner.staff.tables import StaffMember


class Incident(Base):
    """Login details that went to the wrong person: what, when, whose and to which address, and what was done.

    The hours run from `opened_at`, when the office learned of it, to `due_at`. `authority_…` is about the data
    protection authority (UODO): when it was told, or why not, or why so late.
    """

    __tablename__ = "incident"
    __table_args__: Any = (
        sa.CheckConstraint(
            "status = 'open' OR (assessed_by IS NOT NULL AND assessed_at IS NOT NULL AND assessment <> '' "
            "AND authority_told IS NOT NULL AND customer_told IS NOT NULL)",
            name="assessed",
        ),
        sa.CheckConstraint(
            "authority_told IS NULL OR (authority_told AND authority_on IS NOT NULL) "
            "OR (NOT authority_told AND authority_on IS NULL AND authority_reason <> '')",
            name="authority",
        ),
        sa.CheckConstraint(
            "status <> 'closed' OR (closed_by IS NOT NULL AND closed_at IS NOT NULL AND measures <> '')", name="closed"
        ),
        sa.Index("ix_incident_status", "status", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    status: Mapped[IncidentStatus] = mapped_column(choice(IncidentStatus, "status"))
    revision: Mapped[int] = mapped_column(default=1)
    what: Mapped[str] = mapped_column(sa.Text)
    sent_to: Mapped[str] = mapped_column(sa.String(254))
    disclosed: Mapped[list[str]] = mapped_column(sa.JSON)
    opened_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    opened_at: Mapped[datetime] = mapped_column(Utc)
    due_at: Mapped[datetime] = mapped_column(Utc)
    assessed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    assessed_at: Mapped[datetime | None] = mapped_column(Utc)
    assessment: Mapped[str] = mapped_column(sa.Text, default="")
    authority_told: Mapped[bool | None]
    authority_on: Mapped[date | None]
    authority_reason: Mapped[str] = mapped_column(sa.Text, default="")
    customer_told: Mapped[bool | None]
    closed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    measures: Mapped[str] = mapped_column(sa.Text, default="")

    account: Mapped[Account] = relationship(lazy="joined")
    opener: Mapped[StaffMember] = relationship(foreign_keys=[opened_by], lazy="joined")
    assessor: Mapped[StaffMember | None] = relationship(foreign_keys=[assessed_by], lazy="joined")
    closer: Mapped[StaffMember | None] = relationship(foreign_keys=[closed_by], lazy="joined")
