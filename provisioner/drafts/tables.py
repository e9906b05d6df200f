"""Forms that are not saved yet."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc
from provisioner.database.data import Basis, Kept, Purpose, data


class Draft(Base):
    """What one person has typed into one form so far; `typed` is sealed with the desk's key, which is not here."""

    __tablename__ = "draft"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.DRAFT,
        words="typed",
        staff="staff_id saved_at",
        technical="form_key",
    )  # fmt: skip

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"), primary_key=True)
    form_key: Mapped[UUID] = mapped_column(primary_key=True)
    typed: Mapped[str] = mapped_column(sa.Text)
    saved_at: Mapped[datetime] = mapped_column(Utc, index=True)
