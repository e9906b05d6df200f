"""The saved views of the queue."""

from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Json
from provisioner.database.data import Basis, Kept, Purpose, data

LONGEST = 60


class QueueView(Base):
    """Filters and order of the queue, as they stand in its address, under a name that one person has given them."""

    __tablename__ = "queue_view"
    __data__: ClassVar = data(
        Purpose.STAFF, Basis.INTEREST, Kept.VIEW,
        words="name",
        staff="staff_id",
        technical="id asked",
    )  # fmt: skip
    __table_args__: Any = (sa.UniqueConstraint("staff_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    name: Mapped[str] = mapped_column(sa.String(LONGEST))
    asked: Mapped[Json] = mapped_column(sa.JSON)
