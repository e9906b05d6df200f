"""A decision that waits: what was decided, by whom and until when it can be taken back."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.cases.status import CaseStatus
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember


class WaitingDecision(Base):
    """A decision on a case that is applied at `until`, unless whoever gave it takes it back before.

    One that could not be applied any more stays as `lapsed_at`, for whoever gave it to see, until the case changes.
    """

    __tablename__ = "waiting_decision"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="case_id",
        words="reason",
        facts="verdict decided_at until lapsed_at",
        staff="decided_by",
        technical="case_id revision",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    verdict: Mapped[CaseStatus] = mapped_column(choice(CaseStatus, "verdict"))
    revision: Mapped[int]
    """The case as it stands while it waits; any other is none that was decided about."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(Utc)
    until: Mapped[datetime] = mapped_column(Utc)
    lapsed_at: Mapped[datetime | None] = mapped_column(Utc)

    decider: Mapped[StaffMember] = relationship(lazy="joined")
