"""Substitutions: one person for another, for some days."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Utc
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember


class Substitution(Base):
    """Somebody is away from `first_day` to `last_day`, and another sees what is put to them."""

    __tablename__ = "substitution"
    __data__: ClassVar = data(
        Purpose.STAFF, Basis.INTEREST, Kept.ABSENCE,
        staff="absent_id substitute_id first_day last_day set_by set_at",
        technical="id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint("absent_id <> substitute_id", name="another"),
        sa.CheckConstraint("first_day <= last_day", name="days_in_order"),
        sa.Index("ix_substitution_substitute", "substitute_id", "last_day"),
        sa.Index("ix_substitution_absent", "absent_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    absent_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    substitute_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    set_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    set_at: Mapped[datetime] = mapped_column(Utc)

    absent: Mapped[StaffMember] = relationship(foreign_keys=[absent_id], lazy="joined")
    substitute: Mapped[StaffMember] = relationship(foreign_keys=[substitute_id], lazy="joined")
