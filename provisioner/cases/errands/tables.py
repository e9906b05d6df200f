"""What is put to a named colleague about a case."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember

ONE_HANDED = sa.text("kind = 'handed'")


class ErrandKind(StrEnum):
    """What is put to a colleague."""

    HANDED = "handed"
    """The case itself: they decide it, unless somebody else does before."""
    ASKED = "asked"
    """A question, which they answer by a note."""


class CaseErrand(Base):
    """A case that is handed over, or a question about it; gone once it is answered or the case is decided.

    A case is handed to one person at a time, and one question at a time waits for a person.
    """

    __tablename__ = "case_errand"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.INTEREST, Kept.CASE, of="case_id",
        words="words",
        facts="kind",
        staff="given_to given_by given_at",
        technical="case_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint("given_to <> given_by", name="to_another"),
        sa.Index(
            "uq_case_errand_handed", "case_id", unique=True, sqlite_where=ONE_HANDED, postgresql_where=ONE_HANDED
        ),
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    kind: Mapped[ErrandKind] = mapped_column(choice(ErrandKind, "kind"), primary_key=True)
    given_to: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), primary_key=True, index=True)
    words: Mapped[str] = mapped_column(sa.Text)
    given_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    given_at: Mapped[datetime] = mapped_column(Utc)

    giver: Mapped[StaffMember] = relationship(foreign_keys=[given_by], lazy="joined")
    receiver: Mapped[StaffMember] = relationship(foreign_keys=[given_to], lazy="joined")

    @property
    def key(self) -> str:
        """Names this question and no later one to the same person, as the form of its answer sends it back."""
        return f"{self.given_to}@{self.given_at.isoformat()}"


OLDEST_FIRST = (CaseErrand.given_at, CaseErrand.kind, CaseErrand.given_to)
