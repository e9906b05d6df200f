"""Who has a case in hand, and who has skipped it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember


class SkipReason(StrEnum):
    """Why somebody leaves a case for another day or for somebody else."""

    ASK = "ask"
    """A colleague or the customer has to be asked first."""
    PAPER = "paper"
    """The paper itself is not at hand."""
    PARTIAL = "partial"
    """They know the customer, and somebody else should decide."""
    LATER = "later"


class CaseTaking(Base):
    """Who has a case in hand until when; from that moment on anybody may take it, and it is gone once it is decided."""

    __tablename__ = "case_taking"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.INTEREST, Kept.CASE, of="case_id",
        staff="taken_by until",
        technical="case_id",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    taken_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), index=True)
    until: Mapped[datetime] = mapped_column(Utc)

    holder: Mapped[StaffMember] = relationship(lazy="joined")


class CaseSkip(Base):
    """Somebody has skipped a case and does not get it again that day."""

    __tablename__ = "case_skip"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.INTEREST, Kept.CASE, of="case_id",
        facts="reason",
        staff="staff_id skipped_on",
        technical="case_id",
    )  # fmt: skip
    __table_args__: Any = (sa.Index("ix_case_skip_staff", "staff_id", "skipped_on"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), primary_key=True)
    skipped_on: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[SkipReason] = mapped_column(choice(SkipReason, "reason"))
