"""Own entries that somebody wanted to approve alone, and what another approver said of it afterwards."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember


class ReviewOutcome(StrEnum):
    """What the review has found."""

    RIGHT = "right"
    """It had to be, and the approval is right."""
    OBJECTED = "objected"
    """It did not have to be, or should not have been approved."""


class EmergencyApproval(Base):
    """Somebody's word that they approve their own entry of this `revision`; `used_at` once they have.

    `decided_at` says since when an approval given on it waits for its time. The newest word of a case counts until it
    is used; a used one stays, and is reviewed by somebody else.
    """

    __tablename__ = "emergency_approval"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.INTEREST, Kept.CASE, of="case_id",
        words="reason review",
        facts="asked_at decided_at used_at reviewed_at verdict",
        staff="asked_by reviewed_by",
        technical="case_id revision",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint("reason <> ''", name="for_a_reason"),
        sa.CheckConstraint("reviewed_by <> asked_by", name="reviewed_by_another"),
        sa.CheckConstraint("reviewed_by IS NULL OR (used_at IS NOT NULL AND review <> '')", name="reviewed_once_used"),
        sa.Index("ix_emergency_approval_used", "used_at"),
    )

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    revision: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text)
    asked_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime] = mapped_column(Utc)
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)
    reviewed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(Utc)
    verdict: Mapped[ReviewOutcome | None] = mapped_column(choice(ReviewOutcome, "verdict"))
    review: Mapped[str] = mapped_column(sa.Text, default="")

    asker: Mapped[StaffMember] = relationship(foreign_keys=[asked_by], lazy="joined")
    reviewer: Mapped[StaffMember | None] = relationship(foreign_keys=[reviewed_by], lazy="joined")
