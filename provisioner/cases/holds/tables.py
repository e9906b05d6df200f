"""The holds that keep the data of a case from being erased."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.cases.grounds import HoldGround
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember


class CaseHold(Base):
    """Why the data of a case are not erased for now, though their time is over or somebody asks for it.

    It stands until `ended_at`: released by somebody for a reason, or over because `until` has passed. One stands at a
    time; the former ones stay.
    """

    __tablename__ = "case_hold"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.DUTY, Kept.CASE, of="case_id",
        words="reason ended_reason",
        facts="ground until held_at ended_at",
        staff="held_by ended_by",
        technical="id case_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint("reason <> ''", name="held_for_a_reason"),
        sa.CheckConstraint(
            "ended_by IS NULL OR (ended_at IS NOT NULL AND ended_reason <> '')", name="released_for_a_reason"
        ),
        sa.Index(
            "uq_case_hold_standing", "case_id", unique=True, sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_case_hold_case_id", "case_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"))
    ground: Mapped[HoldGround] = mapped_column(choice(HoldGround, "ground"))
    reason: Mapped[str] = mapped_column(sa.Text)
    until: Mapped[date]
    """The last day on which it stands."""
    held_at: Mapped[datetime] = mapped_column(Utc)
    held_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    ended_reason: Mapped[str] = mapped_column(sa.Text, default="")

    holder: Mapped[StaffMember] = relationship(foreign_keys=[held_by], lazy="joined")
